"""What people are told by e-mail about their requests for rooms. When, stands in lms/reactions.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core.db import db
from lms.core.text import N_
from lms.notifications import services as notifications
from lms.room_requests.alternatives import free_instead
from lms.room_requests.events import RequestStepped
from lms.room_requests.models import OPEN, RequestStatus, RequestStep, StepReason

MAILS = {
    RequestStatus.applied: "applied",
    RequestStatus.needs_more: "needs_more",
    RequestStatus.approved: "approved",
    RequestStatus.refused: "refused",
    RequestStatus.cancelled: "cancelled",
    RequestStatus.approval_withdrawn: "approval_withdrawn",
    RequestStatus.no_show: "no_show",
    RequestStatus.used: "put_right",
}
"""Which mail says that a request has become something."""

LOST = {
    StepReason.asked: "time_cancelled",
    StepReason.nobody_came: "time_released",
}
"""Which mail says that a request that goes on has lost times, if it is not `times_lost`."""

GOING_ON = OPEN | {RequestStatus.approved}


def stepped(event: RequestStepped) -> None:
    """Tell the asker what has become of the request, and what is free instead of what was lost."""
    step = db.session.get_one(RequestStep, event.step_id)
    request = step.request
    lost = [db.session.get_one(Occurrence, id_) for id_ in step.lost]
    goes_on = bool(lost) and step.status in GOING_ON
    name = LOST.get(step.reason, "times_lost") if goes_on else MAILS[step.status]
    wants_others = step.reason in (StepReason.taken, StepReason.academy_first, StepReason.closed)
    notifications.write(
        to=request.asker,
        template=f"room_requests/{name}",
        title=request.booking.title,
        times=_times(request.booking.occurrences, lost),
        lost=[_time(one) for one in lost],
        reason=step.reason.msgid,
        message=step.message,
        alternatives=[vars(one) for one in free_instead(request, lost)] if wants_others else [],
        action_url=f"/my/room-requests/{request.id}",
        action_label=N_("See my request"),
    )


def _times(all_of_them: Sequence[Occurrence], lost: Sequence[Occurrence]) -> list[dict[str, Any]]:
    """The times that the request has or had: not those given up one by one before."""
    live = [one for one in all_of_them if one.status is not OccurrenceStatus.cancelled]
    return [_time(one) for one in live or lost or all_of_them]


def _time(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "room": occurrence.room.name,
        "start_at": occurrence.starts_at,
        "end_at": occurrence.ends_at,
    }
