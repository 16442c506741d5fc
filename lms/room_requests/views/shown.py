"""What the pages of requests show alike: histories, times, addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core import clock
from lms.core.text import gettext, moment
from lms.room_requests.deadlines import may_check_in
from lms.room_requests.models import RequestStatus, RequestStep, RoomRequest, RoomUse
from lms.room_requests.wording import times_in_words

Crumb = tuple[str, str | None]

TONES = {
    RequestStatus.approved: "success",
    RequestStatus.used: "success",
    RequestStatus.needs_more: "warning",
    RequestStatus.refused: "danger",
    RequestStatus.cancelled: "danger",
    RequestStatus.approval_withdrawn: "danger",
    RequestStatus.no_show: "danger",
}
"""The mark of a step in the history."""


def history(request: RoomRequest, *, for_asker: bool) -> list[dict[str, Any]]:
    """The steps of a request as ui.history wants them; the asker reads no operator's name."""
    times = {one.id: one for one in request.booking.occurrences}
    return [_told(step, times, for_asker) for step in request.steps]


def _told(step: RequestStep, times: Mapping[int, Occurrence], for_asker: bool) -> dict[str, Any]:
    lost = times_in_words(times[id_] for id_ in step.lost if id_ in times)
    said = [_who(step, for_asker), step.reason.label, ", ".join(lost), step.message]
    return {
        "time": moment(step.at),
        "title": step.status.label,
        "detail": " · ".join(part for part in said if part),
        "tone": TONES.get(step.status, "neutral"),
    }


def _who(step: RequestStep, for_asker: bool) -> str:
    if step.actor is None:
        return gettext("by the system")
    if for_asker and step.actor.is_operator and step.actor_id != step.request.asker_id:
        return gettext("The academy")
    return step.actor.name


@dataclass(frozen=True)
class Time:
    """One time of a request as a line of a table."""

    occurrence: Occurrence
    code: str
    label: str
    may_check_in: bool
    may_give_up: bool


def times(request: RoomRequest, uses: Mapping[int, RoomUse]) -> list[Time]:
    """The times of a request, in order, with what has come of each."""
    return [_time(request, one, uses.get(one.id)) for one in request.booking.occurrences]


def _time(request: RoomRequest, occurrence: Occurrence, use: RoomUse | None) -> Time:
    code, label = _came_of(occurrence, use)
    now = clock.now()
    approved = request.status is RequestStatus.approved
    confirmed = occurrence.status is OccurrenceStatus.confirmed
    in_time = may_check_in(occurrence.starts_at, occurrence.ends_at, now)
    return Time(
        occurrence,
        code,
        label,
        may_check_in=approved and confirmed and use is None and in_time,
        may_give_up=occurrence.is_live and _can_be_given_up(request, occurrence, now),
    )


def _came_of(occurrence: Occurrence, use: RoomUse | None) -> tuple[str, str]:
    if use is not None and use.released_at is not None:
        return "no_show", gettext("Released: nobody came")
    if use is not None and use.checked_in_at is not None:
        return "used", gettext("Checked in %(moment)s", moment=moment(use.checked_in_at))
    return occurrence.status.value, occurrence.status.label


def _can_be_given_up(request: RoomRequest, occurrence: Occurrence, now: datetime) -> bool:
    going_on = request.is_open or request.status is RequestStatus.approved
    return going_on and occurrence.starts_at > now


def first_time(request: RoomRequest) -> Occurrence | None:
    """The earliest time that still holds a room, else the earliest that ever did."""
    there = request.booking.occurrences
    return next((one for one in there if one.is_live), there[0] if there else None)


def own_crumbs(*last: Crumb) -> list[Crumb]:
    """The way to an asker's page."""
    return [
        (gettext("My classroom"), "/my"),
        (gettext("My room requests"), url_for("room_requests.mine")),
        *last,
    ]


def desk_crumbs(*last: Crumb) -> list[Crumb]:
    """The way to a page of the desk."""
    return [
        (gettext("Operations"), "/desk"),
        (gettext("Room requests"), url_for("room_requests.desk_requests")),
        *last,
    ]


def request_crumbs(request: RoomRequest, *last: Crumb) -> list[Crumb]:
    """The way to a page about one request at the desk."""
    address = url_for("room_requests.desk_request", request_id=request.id) if last else None
    return desk_crumbs((request.booking.title, address), *last)


def ids(requests: Sequence[RoomRequest]) -> list[int]:
    """Whose personal data are shown."""
    return [one.asker_id for one in requests]
