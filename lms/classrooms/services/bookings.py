"""Booking rooms: bookings and occurrences written, moved, cancelled.

Each booking locks its room first, so that two who want it stand in line; the database's own
constraint stays the last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms import queries
from lms.classrooms.alternatives import Alternative, Place, alternatives, next_days
from lms.classrooms.holidays import is_off
from lms.classrooms.models import Booking, BookingKind, Occurrence, OccurrenceStatus, Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext, hour, short_day

DAYS_AHEAD = 10
"""How many working days are looked at for another day."""


class RoomTaken(Refused):
    """The room is taken; says by what, and holds what is free instead.

    Attributes:
        what: the sentence without the alternatives, where these are shown another way.
        taken: what stands in the way.
        alternatives: other rooms, hours and days that are free.
    """

    def __init__(
        self, room: Room, taken: Sequence[Occurrence], alternatives: Sequence[Alternative]
    ) -> None:
        self.what = _what(room, taken)
        super().__init__("room-taken", f"{self.what} {_way_out(alternatives)}")
        self.taken = taken
        self.alternatives = alternatives


def book(
    *,
    actor: User,
    kind: BookingKind,
    title: str,
    owner: User | None,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    people: int = 1,
) -> Occurrence:
    """Book a room once; the occurrence is confirmed.

    Args:
        starts_at, ends_at: aware UTC; the room's buffers are added to what is blocked.
        people: how many must fit into the alternatives that a refusal offers.

    Raises:
        RoomTaken: something confirmed overlaps.
        Refused: the room is out of use, or the end comes before the start.
    """
    _check_use(room, starts_at, ends_at)
    _lock(room)
    _check_free(room, starts_at, ends_at, people)
    owner_id = owner.id if owner else None
    booking = Booking(kind=kind, title=title, owner_id=owner_id, created_at=clock.now())
    occurrence = Occurrence(booking=booking, status=OccurrenceStatus.confirmed)
    with _racing(room, starts_at, ends_at, people):
        _place(occurrence, room, starts_at, ends_at)
        db.session.add(occurrence)
    audit.record(actor.id, "classrooms.book", occurrence, **_facts(occurrence))
    return occurrence


def move(
    *,
    actor: User,
    occurrence: Occurrence,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    people: int = 1,
) -> Occurrence:
    """Move one occurrence to another room or time; it keeps its booking and status.

    Raises:
        RoomTaken: something confirmed overlaps there. Refused: as for `book`, or it was cancelled.
    """
    _check_use(room, starts_at, ends_at)
    if occurrence.status is OccurrenceStatus.cancelled:
        raise Refused("cancelled", gettext("This booking was cancelled; book the room anew."))
    _lock(occurrence.room, room)
    _check_free(room, starts_at, ends_at, people, except_id=occurrence.id)
    old = _facts(occurrence)
    with _racing(room, starts_at, ends_at, people):
        _place(occurrence, room, starts_at, ends_at)
    new = _facts(occurrence)
    changes: dict[str, Any] = {k: [old[k], new[k]] for k in new if old[k] != new[k]}
    audit.record(actor.id, "classrooms.move", occurrence, **changes)
    return occurrence


def cancel_occurrence(*, actor: User, occurrence: Occurrence, reason: str) -> None:
    """Give the room back; doing it twice changes nothing."""
    if occurrence.status is OccurrenceStatus.cancelled:
        return
    old, occurrence.status = occurrence.status, OccurrenceStatus.cancelled
    audit.record(
        actor.id, "classrooms.cancel", occurrence, reason=reason, status=[old, occurrence.status]
    )


def alternatives_to(
    room: Room, starts_at: datetime, ends_at: datetime, people: int = 1
) -> list[Alternative]:
    """What is free instead of a room at a time: see alternatives.py. Two queries."""
    day = clock.to_seoul(starts_at).date()
    days = next_days(day, DAYS_AHEAD, is_off)
    margin = timedelta(days=1)
    occurrences = queries.blocking_between(
        starts_at - margin, clock.day_bounds(days[-1])[1] + margin
    )
    places = [
        Place(
            code=each.code,
            capacity=each.capacity,
            before=timedelta(minutes=each.buffer_before),
            after=timedelta(minutes=each.buffer_after),
            taken=[(o.blocked_from, o.blocked_until) for o in occurrences if o.room_id == each.id],
        )
        for each in queries.rooms()
    ]
    return alternatives(room.code, starts_at, ends_at, places, people=people, days=days)


# --- one step each -------------------------------------------------------------------------------


def _check_use(room: Room, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("order", gettext("The end must be later than the start."))
    if not room.active:
        raise Refused(
            "room-unused",
            gettext("%(room)s is out of use. Please choose another room.", room=room.name),
        )


def _lock(*rooms: Room) -> None:
    """Whoever books these rooms waits for us; in the order of ids, so nobody waits in a ring."""
    ids = sorted({room.id for room in rooms})
    db.session.execute(
        select(Room.id).where(Room.id.in_(ids)).order_by(Room.id).with_for_update(key_share=True)
    )


def _check_free(
    room: Room, starts_at: datetime, ends_at: datetime, people: int, except_id: int | None = None
) -> None:
    taken = queries.conflicts(room, *room.blocked(starts_at, ends_at), except_id)
    if taken:
        raise RoomTaken(room, taken, alternatives_to(room, starts_at, ends_at, people))


def _place(occurrence: Occurrence, room: Room, starts_at: datetime, ends_at: datetime) -> None:
    occurrence.room = room
    occurrence.starts_at, occurrence.ends_at = starts_at, ends_at
    occurrence.blocked_from, occurrence.blocked_until = room.blocked(starts_at, ends_at)


@contextmanager
def _racing(room: Room, starts_at: datetime, ends_at: datetime, people: int) -> Iterator[None]:
    """Write inside; what the database's own constraint refuses becomes our answer."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        taken = queries.conflicts(room, *room.blocked(starts_at, ends_at))
        raise RoomTaken(room, taken, alternatives_to(room, starts_at, ends_at, people)) from error


def _facts(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "room": occurrence.room.code,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
    }


def _what(room: Room, taken: Sequence[Occurrence]) -> str:
    there = ", ".join(f"{_time(o.starts_at, o.ends_at)} {o.booking.title}" for o in taken)
    return gettext("%(room)s is taken: %(there)s.", room=room.name, there=there)


def _way_out(alternatives: Sequence[Alternative]) -> str:
    if not alternatives:
        return gettext("Nothing near is free; please choose another day.")
    names = {room.code: room.name for room in queries.rooms()}
    free = [f"{names[a.code]} {_time(a.starts_at, a.ends_at)}" for a in alternatives[:4]]
    return gettext("Free instead: %(free)s.", free=", ".join(free))


def _time(start: datetime, end: datetime) -> str:
    return f"{short_day(clock.to_seoul(start).date())} {hour(start)}–{hour(end)}"
