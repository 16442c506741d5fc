"""The academy's desk: who is in, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from lms.audit import services as audit
from lms.audit.models import AuditEntry
from lms.audit.wording import title
from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.asked import asked_page, asked_text
from lms.core.decisions import tabs
from lms.core.guard import permit
from lms.core.text import gettext, moment
from lms.enrolment import policy, queries
from lms.enrolment.line_story import can_be_moved, stories
from lms.enrolment.models import SEATED, Enrolment, EnrolmentStatus
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.bulk import bulk_form
from lms.enrolment.views.ways import (
    desk_crumbs,
    enrolment_crumbs,
    load_enrolment,
    load_offering,
    offering_crumbs,
    places,
)
from lms.enrolment.wording import ACTIONS

PARTS = {
    "applied": {EnrolmentStatus.applied},
    "enrolled": SEATED,
    "waiting": {EnrolmentStatus.waiting},
    "ended": {EnrolmentStatus.refused, EnrolmentStatus.cancelled},
}


@doors.get("/desk/enrolments")
def desk_enrolments() -> str:
    """Enrolments of all offerings, the latest first."""
    person = permit(policy.can_run_desk)
    chosen = {name: asked_text(name) for name in ("q", "status", "offering")}
    page = queries.found(
        question=chosen["q"],
        status=chosen["status"],
        offering_code=chosen["offering"],
        number=asked_page(),
    )
    audit.saw(person.id, "enrolment.desk_enrolments", [one.user_id for one in page.items])
    return render_template(
        "enrolment/desk_enrolments.html",
        page=page,
        places=queries.places_in_line(page.items),
        chosen=chosen,
        statuses=EnrolmentStatus.options(),
        breadcrumbs=desk_crumbs((gettext("Enrolments"), None)),
    )


@doors.get("/desk/offerings/<code>/enrolments")
def desk_offering_enrolments(code: str) -> str:
    """Everybody of one offering: state, seat, place in line, firm, group."""
    person, offering = load_offering(code)
    everybody = queries.of_offering(offering)
    audit.saw(person.id, "enrolment.desk_offering", [one.user_id for one in everybody])
    part = request.args.get("part", "")
    stage, pools = offering.stage(clock.now()), queries.seat_pools(offering)
    told = stories(everybody, pools, stage)
    return render_template(
        "enrolment/desk_offering.html",
        offering=offering,
        seats=queries.together(pools, len(told)),
        shown=[one for one in everybody if one.status in PARTS[part]]
        if part in PARTS
        else everybody,
        places=places(everybody),
        stories=told,
        movable=can_be_moved(told, pools, stage),
        bulk=bulk_form(offering, everybody),
        parts=_tabs(offering, everybody, part),
        breadcrumbs=offering_crumbs(offering, (gettext("Enrolments"), None)),
    )


def _tabs(offering: Offering, everybody: Sequence[Enrolment], part: str) -> list[dict[str, Any]]:
    labels = {
        "": gettext("Everybody"),
        "applied": gettext("To approve"),
        "enrolled": gettext("With a seat"),
        "waiting": gettext("Waiting list"),
        "ended": gettext("Refused or cancelled"),
    }
    counts = {
        name: sum(not name or one.status in PARTS[name] for one in everybody) for name in labels
    }
    return tabs(
        labels,
        counts,
        part if part in PARTS else "",
        lambda name: url_for(
            "enrolment.desk_offering_enrolments", code=offering.code, part=name or None
        ),
    )


@doors.get("/desk/enrolments/<int:enrolment_id>")
def desk_enrolment(enrolment_id: int) -> str:
    """One enrolment with its history and what can be done about it."""
    person, enrolment = load_enrolment(enrolment_id)
    audit.saw(person.id, "enrolment.desk_enrolment", [enrolment.user_id])
    return render_template(
        "enrolment/desk_enrolment.html",
        enrolment=enrolment,
        place=queries.place_in_line(enrolment) if enrolment.waits else None,
        bar=queries.find_bar(enrolment.user),
        history=[_told(entry, name) for entry, name in queries.history(enrolment)],
        breadcrumbs=enrolment_crumbs(enrolment, (enrolment.user.name, None)),
    )


def _told(entry: AuditEntry, name: str | None) -> dict[str, Any]:
    """An audit entry as ui.history wants it."""
    label, tone = ACTIONS.get(entry.action, ("", "neutral"))
    who = name or gettext("by the system")
    return {
        "time": moment(entry.at),
        "title": gettext(label) if label else title(entry.action),
        "detail": f"{who}: {entry.reason}" if entry.reason else who,
        "tone": tone,
    }
