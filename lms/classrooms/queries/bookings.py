"""Reading who has the rooms when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.classrooms.models import Booking, Occurrence, OccurrenceStatus, Room
from lms.classrooms.queries.rooms import rooms
from lms.core.db import db

TAKING = (OccurrenceStatus.confirmed, OccurrenceStatus.provisional)


def occurrences_between(
    start: datetime, end: datetime, room: Room | None = None
) -> Sequence[Occurrence]:
    """What takes rooms within [start, end), confirmed or provisional, with booking and room."""
    statement = (
        select(Occurrence)
        .where(
            Occurrence.status.in_(TAKING), Occurrence.starts_at < end, Occurrence.ends_at > start
        )
        .options(joinedload(Occurrence.booking), joinedload(Occurrence.room))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    if room is not None:
        statement = statement.where(Occurrence.room_id == room.id)
    return db.session.scalars(statement).all()


def conflicts(
    room: Room, blocked_from: datetime, blocked_until: datetime, except_id: int | None = None
) -> Sequence[Occurrence]:
    """Confirmed occurrences that overlap [blocked_from, blocked_until) in a room, buffers counted.

    Args:
        except_id: an occurrence that is to be moved, and so does not stand in its own way.
    """
    statement = _blocking(blocked_from, blocked_until).where(Occurrence.room_id == room.id)
    if except_id is not None:
        statement = statement.where(Occurrence.id != except_id)
    return db.session.scalars(statement).all()


def blocking_between(start: datetime, end: datetime) -> Sequence[Occurrence]:
    """Confirmed occurrences of all rooms whose blocked time overlaps [start, end)."""
    return db.session.scalars(_blocking(start, end)).all()


def free_rooms(starts_at: datetime, ends_at: datetime, capacity: int = 1) -> Sequence[Room]:
    """Rooms in use that hold so many people and are free, their buffers counted."""
    able = [room for room in rooms() if room.capacity >= capacity]
    if not able:
        return []
    before = timedelta(minutes=max(room.buffer_before for room in able))
    after = timedelta(minutes=max(room.buffer_after for room in able))
    there = blocking_between(starts_at - before, ends_at + after)
    taken = {
        room.id
        for room in able
        for occurrence in there
        if occurrence.room_id == room.id and _meets(room, occurrence, starts_at, ends_at)
    }
    return [room for room in able if room.id not in taken]


def _meets(room: Room, occurrence: Occurrence, starts_at: datetime, ends_at: datetime) -> bool:
    start, end = room.blocked(starts_at, ends_at)
    return occurrence.blocked_from < end and occurrence.blocked_until > start


def _blocking(start: datetime, end: datetime) -> Select[Occurrence]:
    return (
        select(Occurrence)
        .join(Booking)
        .where(
            Occurrence.status == OccurrenceStatus.confirmed,
            Occurrence.blocked_from < end,
            Occurrence.blocked_until > start,
        )
        .options(joinedload(Occurrence.booking))
        .order_by(Occurrence.starts_at)
    )
