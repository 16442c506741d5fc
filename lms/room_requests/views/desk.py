"""The desk: the queue of requests, what clashes, and everything about one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for

from lms.audit import services as audit
from lms.classrooms import queries as rooms
from lms.core import clock
from lms.core.asked import asked_page, asked_text
from lms.core.decisions import counts_of, tabs
from lms.core.guard import permit
from lms.core.text import gettext
from lms.room_requests import policy, queries
from lms.room_requests.clashes import groups, rivals
from lms.room_requests.deadlines import reply_by
from lms.room_requests.models import RequestStatus, RoomRequest
from lms.room_requests.views import shown
from lms.room_requests.views.blueprint import doors
from lms.room_requests.views.hints import MONTHS_BACK, month_so_far, surroundings

PARTS = {
    "open": (RequestStatus.applied, RequestStatus.reviewing),
    "more": (RequestStatus.needs_more,),
    "approved": (RequestStatus.approved,),
    "ended": tuple(queries.REQUEST_ENDS),
}


@doors.get("/desk/room-requests")
def desk_requests() -> str:
    """The queue by state; what clashes is marked, and listed to be decided together."""
    person = permit(policy.can_decide)
    part = request.args.get("part", "open")
    part = part if part in PARTS else "open"
    question = asked_text()
    page = queries.queue(PARTS[part], question, asked_page())
    claims = queries.claims()
    audit.saw(person.id, "room_requests.desk_requests", shown.ids(page.items))
    return render_template(
        "room_requests/desk_requests.html",
        page=page,
        part=part,
        question=question,
        parts=_tabs(part),
        rivals=rivals(claims),
        groups=_groups(groups(claims)) if part == "open" else [],
        reply_by=_reply_days(page.items) if part in ("open", "more") else {},
        today=clock.today(),
        first_time=shown.first_time,
        breadcrumbs=[(gettext("Operations"), "/desk"), (gettext("Room requests"), None)],
    )


@doors.get("/desk/room-requests/<int:request_id>")
def desk_request(request_id: int) -> str:
    """One request: what is asked, what stands around it, who wants the same, what became of it."""
    person = permit(policy.can_decide)
    found = queries.get_request(request_id)
    others = queries.rivals_of(found)
    audit.saw(
        person.id,
        "room_requests.desk_request",
        shown.ids([found, *(rival for rival, _ in others)]),
    )
    return render_template(
        "room_requests/desk_request.html",
        asked=found,
        times=shown.times(found, queries.room_uses(found)),
        rivals=others,
        around=surroundings(found),
        so_far=month_so_far(found),
        no_shows=queries.no_shows(found.asker, clock.now() - MONTHS_BACK),
        reply_by=_reply_days([found]).get(found.id) if found.is_open else None,
        today=clock.today(),
        history=shown.history(found, for_asker=False),
        breadcrumbs=shown.request_crumbs(found),
    )


def _tabs(part: str) -> list[dict[str, Any]]:
    labels = {
        "open": gettext("To decide"),
        "more": gettext("More is needed"),
        "approved": gettext("Approved"),
        "ended": gettext("Ended"),
    }
    counts = counts_of(PARTS, queries.counts())
    return tabs(
        labels, counts, part, lambda name: url_for("room_requests.desk_requests", part=name)
    )


def _groups(found: Sequence[Sequence[int]]) -> list[list[RoomRequest]]:
    by_id = {one.id: one for one in queries.requests_of([id_ for group in found for id_ in group])}
    return [[by_id[id_] for id_ in group] for group in found]


def _reply_days(requests: Sequence[RoomRequest]) -> dict[int, date]:
    """By when the academy has promised to answer each."""
    asked = {one.id: clock.to_seoul(one.asked_at).date() for one in requests}
    if not asked:
        return {}
    last = max(asked.values()) + timedelta(days=30)
    is_off = rooms.work_days(min(asked.values()), last).is_off
    return {id_: reply_by(day, is_off) for id_, day in asked.items()}
