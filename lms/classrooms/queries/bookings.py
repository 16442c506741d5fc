"""Reading who has the rooms when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from lms.classrooms.models import (
    Booking,
    Equipment,
    EquipmentUse,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.classrooms.preview import REACH, Taken
from lms.core.db import db

TAKING = (OccurrenceStatus.confirmed, OccurrenceStatus.provisional)
Moment = InstrumentedAttribute[datetime]


def occurrences_between(
    start: datetime, end: datetime, room: Room | None = None
) -> Sequence[Occurrence]:
    """What takes rooms within [start, end), confirmed or provisional, with booking and room."""
    statement = (
        select(Occurrence)
        .where(
            Occurrence.status.in_(TAKING),
            *_within(Occurrence.starts_at, Occurrence.ends_at, start, end),
        )
        .options(joinedload(Occurrence.booking), joinedload(Occurrence.room))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    if room is not None:
        statement = statement.where(Occurrence.room_id == room.id)
    return db.session.scalars(statement).all()


def taken_between(
    start: datetime,
    end: datetime,
    room_ids: Iterable[int] | None = None,
    except_ids: Iterable[int] = (),
) -> list[Taken]:
    """What takes rooms within [start, end), buffers counted, as plain values. One query.

    Args:
        room_ids: of these rooms; of all if None.
        except_ids: occurrences that are to be moved, and so do not stand in their own way.
    """
    statement = (
        select(*_TAKEN)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .where(
            Occurrence.status.in_(TAKING),
            *_within(Occurrence.blocked_from, Occurrence.blocked_until, start, end),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    if room_ids is not None:
        statement = statement.where(Occurrence.room_id.in_(list(room_ids)))
    left_out = set(except_ids)
    return [_taken(*row) for row in db.session.execute(statement) if row[0] not in left_out]


def pieces_taken_between(
    start: datetime, end: datetime, equipment_ids: Iterable[int], except_ids: Iterable[int] = ()
) -> list[Taken]:
    """With what these pieces of equipment go along within [start, end). One query."""
    statement = (
        select(*_TAKEN, Equipment.name)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .join(EquipmentUse, EquipmentUse.occurrence_id == Occurrence.id)
        .join(Equipment, Equipment.id == EquipmentUse.equipment_id)
        .where(
            EquipmentUse.status.in_(TAKING),
            EquipmentUse.equipment_id.in_(list(equipment_ids)),
            *_within(EquipmentUse.blocked_from, EquipmentUse.blocked_until, start, end),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    left_out = set(except_ids)
    return [_taken(*row) for row in db.session.execute(statement) if row[0] not in left_out]


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


def _blocking(start: datetime, end: datetime) -> Select[Occurrence]:
    return (
        select(Occurrence)
        .join(Booking)
        .where(
            Occurrence.status == OccurrenceStatus.confirmed,
            *_within(Occurrence.blocked_from, Occurrence.blocked_until, start, end),
        )
        .options(joinedload(Occurrence.booking))
        .order_by(Occurrence.starts_at)
    )


def _within(
    begins: Moment, ends: Moment, start: datetime, end: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Overlaps [start, end). The first condition says nothing new, but bounds the index's range."""
    return begins >= start - REACH, begins < end, ends > start


_TAKEN = (
    Occurrence.id,
    Occurrence.booking_id,
    Occurrence.room_id,
    Occurrence.starts_at,
    Occurrence.ends_at,
    Occurrence.blocked_from,
    Occurrence.blocked_until,
    Occurrence.status == OccurrenceStatus.provisional,
    Booking.title,
    Booking.kind,
)


def _taken(*values: object) -> Taken:
    return Taken(*values)  # type: ignore[arg-type]  # a row's columns, in the order of _TAKEN
