"""Closing rooms, floors or the academy for a time, and lifting that again.

What is booked there stays booked until somebody moves or cancels it: its owners are told, and the
desk keeps a list (queries.needing_another_room).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.events import ClosureLifted, RoomClosed
from lms.classrooms.models import Closure, ClosureKind, Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext


@dataclass(frozen=True)
class ClosureValues:
    """What is closed (a room, or a floor, or neither: everything), from when to when, and why."""

    starts_at: datetime
    ends_at: datetime
    reason: str
    kind: ClosureKind = ClosureKind.maintenance
    room_id: int | None = None
    floor: int | None = None


def planned(actor: User, values: ClosureValues) -> Closure:
    """A closure as it would be, not saved: to see what it would hit."""
    return Closure(**vars(values), created_by_id=actor.id, created_at=clock.now())


def close_rooms(*, actor: User, values: ClosureValues) -> Closure:
    """Close a place for a time; what is booked there then is told to its owners.

    Raises:
        Refused: the end does not come after the start, or lies in the past.
    """
    if values.ends_at <= values.starts_at:
        raise Refused("order", gettext("The end must be later than the start."))
    if values.ends_at <= clock.now():
        raise Refused("past", gettext("That time is over. Please choose an end in the future."))
    closure = planned(actor, values)
    _lock_rooms(closure)
    db.session.add(closure)
    db.session.flush()
    audit.record(
        actor.id,
        "classrooms.close",
        closure,
        room=closure.room.code if closure.room else None,
        floor=closure.floor,
        starts_at=closure.starts_at.isoformat(),
        ends_at=closure.ends_at.isoformat(),
        reason=closure.reason,
    )
    announce(RoomClosed(closure.id))
    return closure


def lift_closure(*, actor: User, closure: Closure) -> None:
    """The closure holds no longer. Doing it twice changes nothing.

    Raises:
        Refused: its time is over.
    """
    if closure.lifted_at is not None:
        return
    if closure.ends_at <= clock.now():
        raise Refused("past", gettext("This closure is over already."))
    closure.lifted_at = clock.now()
    audit.record(actor.id, "classrooms.lift_closure", closure)
    announce(ClosureLifted(closure.id))


def _lock_rooms(closure: Closure) -> None:
    """Whoever books these rooms waits for us, or we for them: each sees what the other has done."""
    statement = select(Room.id).order_by(Room.id).with_for_update(key_share=True)
    if closure.room_id is not None:
        statement = statement.where(Room.id == closure.room_id)
    elif closure.floor is not None:
        statement = statement.where(Room.floor == closure.floor)
    db.session.execute(statement)
