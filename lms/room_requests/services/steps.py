"""One step of a request: alone with it, along the table of moves, written down, told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.models import Occurrence, Room
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.core.status import check_move
from lms.room_requests.events import RequestStepped
from lms.room_requests.models import (
    OPEN,
    REQUEST_MOVES,
    RequestStatus,
    RequestStep,
    RoomRequest,
    StepReason,
)


def lock(request: RoomRequest) -> None:
    """Be alone with a request, and see it as it is now.

    Its rooms are locked first, as by everybody who books them: whoever confirms a booking in one of
    them may have to turn this request down, and must not wait for us while we wait for him.
    """
    rooms = {occurrence.room_id for occurrence in request.booking.occurrences}
    db.session.execute(
        select(Room.id).where(Room.id.in_(rooms)).order_by(Room.id).with_for_update(key_share=True)
    )
    lock_alone(request)


def lock_alone(request: RoomRequest) -> None:
    """The same for somebody who holds the rooms in question already."""
    db.session.refresh(request, with_for_update={"of": RoomRequest})
    for occurrence in request.booking.occurrences:
        db.session.refresh(occurrence)


def take(
    request: RoomRequest,
    action: str,
    status: RequestStatus,
    reason: StepReason,
    *,
    actor: User | None,
    message: str = "",
    lost: Sequence[Occurrence] = (),
    quietly: bool = False,
) -> RequestStep:
    """Move a request (or let it stay where it is), and keep and tell why.

    Args:
        action: what the audit calls it.
        actor: None when the system did it by itself.
        lost: times that the request has lost by this.
        quietly: nobody needs a message about it.

    Raises:
        Refused: the request can't become that now.
    """
    old = _become(request, status)
    step = RequestStep(
        request_id=request.id,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        status=status,
        reason=reason,
        message=message,
        lost=[one.id for one in lost],
    )
    db.session.add(step)
    db.session.flush()
    moved = [old.value, status.value]
    audit.record(step.actor_id, action, request, reason=message, status=moved)
    if not quietly:
        announce(RequestStepped(step.id))
    return step


def _become(request: RoomRequest, status: RequestStatus) -> RequestStatus:
    """Give a request its status, along the table of moves; returns what it was."""
    old = request.status
    if status is not old:
        check_move(REQUEST_MOVES, old, status)
        request.status = status
    if old in OPEN and status not in OPEN:
        request.decided_at = clock.now()
    return old
