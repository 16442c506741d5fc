"""The academy's decisions on requests. Each has a reason and a message, and the asker reads both."""

from __future__ import annotations

from lms.accounts.models import User
from lms.classrooms import services as classrooms
from lms.core import clock
from lms.core.errors import Refused
from lms.core.status import check_move
from lms.core.text import gettext
from lms.room_requests.models import (
    REQUEST_MOVES,
    RequestStatus,
    RequestStep,
    RoomRequest,
    StepReason,
)
from lms.room_requests.queries import expired_times, rivals_of
from lms.room_requests.services.ending import give_back, times_ahead, times_to_end
from lms.room_requests.services.losing import lose_times
from lms.room_requests.services.steps import lock, take


def take_up(*, actor: User, request: RoomRequest) -> RequestStep:
    """Note that the academy is looking at a request.

    Raises:
        Refused: it is decided already.
    """
    lock(request)
    return take(
        request, "room_requests.take_up", RequestStatus.reviewing, StepReason.look,
        actor=actor, quietly=True,
    )  # fmt: skip


def approve(
    *,
    actor: User | None,
    request: RoomRequest,
    message: str = "",
    reason: StepReason = StepReason.granted,
) -> RequestStep:
    """Give the room. The first approval wins: whoever asked for the same loses these times, is told
    so, and is offered what is free instead. Times that have begun undecided are lost.

    Args:
        actor: None when the room needs no approval.

    Raises:
        Refused: it is decided already, or its time has begun. classrooms.RoomTaken: the room, or a
            movable piece, has been taken since.
    """
    lock(request)
    check_move(REQUEST_MOVES, request.status, RequestStatus.approved)
    _check_ahead(request)
    begun = expired_times(request, clock.now())
    if begun:  # the worker was about to take them; nobody could come any more
        lose_times(request, begun, StepReason.too_late, actor=None)
    classrooms.confirm(actor=actor or request.asker, booking=request.booking)
    step = take(
        request, "room_requests.approve", RequestStatus.approved, reason,
        actor=actor, message=message,
    )  # fmt: skip
    for rival, occurrences in rivals_of(request):
        lose_times(rival, occurrences, StepReason.taken, actor=actor)
    return step


def refuse(*, actor: User, request: RoomRequest, reason: StepReason, message: str) -> RequestStep:
    """Turn a request down; what it held is free again.

    Raises:
        Refused: it is decided already.
    """
    lock(request)
    lost = times_to_end(request)
    step = take(
        request, "room_requests.refuse", RequestStatus.refused, reason,
        actor=actor, message=message, lost=lost,
    )  # fmt: skip
    give_back(lost, actor, message)
    return step


def ask_for_more(
    *, actor: User, request: RoomRequest, reason: StepReason, message: str
) -> RequestStep:
    """Ask for a document or a detail; meanwhile the room stays held.

    Raises:
        Refused: it is decided already.
    """
    lock(request)
    return take(
        request, "room_requests.ask_for_more", RequestStatus.needs_more, reason,
        actor=actor, message=message,
    )  # fmt: skip


def withdraw_approval(
    *, actor: User, request: RoomRequest, reason: StepReason, message: str
) -> RequestStep:
    """Take an approval back: what has not begun yet is given up.

    Raises:
        Refused: it is not approved, or nothing of it lies ahead.
    """
    lock(request)
    _check_ahead(request)
    step = take(
        request, "room_requests.withdraw", RequestStatus.approval_withdrawn, reason,
        actor=actor, message=message, lost=times_ahead(request),
    )  # fmt: skip
    give_back(times_ahead(request), actor, message)
    return step


def put_right(*, actor: User, request: RoomRequest, message: str) -> RequestStep:
    """Turn a no-show into a use: somebody was there and had forgotten to check in.

    Raises:
        Refused: it is no no-show.
    """
    lock(request)
    return take(
        request, "room_requests.put_right", RequestStatus.used, StepReason.correction,
        actor=actor, message=message,
    )  # fmt: skip


def _check_ahead(request: RoomRequest) -> None:
    if not times_ahead(request):
        raise Refused("begun", gettext("All times of this request have begun or are over."))
