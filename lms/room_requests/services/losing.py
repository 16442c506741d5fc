"""Losing times: to a request that was approved first, to a class, to the hour that has come."""

from __future__ import annotations

from collections.abc import Sequence

from lms.accounts.models import User
from lms.classrooms.events import BookingCancelled, RequestPushedOut
from lms.classrooms.models import Occurrence
from lms.core.db import db
from lms.room_requests.models import OPEN, RequestStatus, RequestStep, RoomRequest, StepReason
from lms.room_requests.queries import find_of_booking
from lms.room_requests.services.ending import give_back, is_by_us, live_times
from lms.room_requests.services.steps import lock_alone, take


def lose_times(
    request: RoomRequest,
    occurrences: Sequence[Occurrence],
    reason: StepReason,
    *,
    actor: User | None,
) -> RequestStep | None:
    """Take times from an undecided request. If none is left it is refused, else the rest goes on.

    Args:
        actor: whose decision it was; None when nobody's.

    Returns:
        The step; None if the request was decided meanwhile.
    """
    lock_alone(request)
    if request.status not in OPEN:
        return None
    give_back(occurrences, actor, reason.label)
    left = live_times(request)
    status = request.status if left else RequestStatus.refused
    return take(
        request, "room_requests.lose_times", status, reason,
        actor=actor, lost=occurrences,
    )  # fmt: skip


def pushed_out(event: RequestPushedOut) -> None:
    """The academy has booked over a request's times: its asker is told, with what is free instead."""
    request = find_of_booking(event.booking_id)
    if request is not None:
        lost = [db.session.get_one(Occurrence, id_) for id_ in event.occurrence_ids]
        lose_times(request, lost, StepReason.academy_first, actor=None)


def cancelled_elsewhere(event: BookingCancelled) -> None:
    """An operator has cancelled times among the bookings: the request behind them follows."""
    request = None if is_by_us() else find_of_booking(event.booking_id)
    if request is None:
        return
    lock_alone(request)
    if request.status not in ENDED_BY_ACADEMY:
        return
    lost = [db.session.get_one(Occurrence, id_) for id_ in event.occurrence_ids]
    status = request.status if live_times(request) else ENDED_BY_ACADEMY[request.status]
    take(
        request, "room_requests.lose_times", status, StepReason.other,
        actor=db.session.get(User, event.by_id) if event.by_id else None,
        message=event.reason, lost=lost,
    )  # fmt: skip


ENDED_BY_ACADEMY = {
    **dict.fromkeys(OPEN, RequestStatus.refused),
    RequestStatus.approved: RequestStatus.approval_withdrawn,
}
"""What becomes of a request whose last time the academy has cancelled."""
