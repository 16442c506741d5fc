"""Reading what stands in the way of using rooms: closures, days off and, if asked for, uses.

Each answer is one query, whatever it gathers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Integer, Select, String, cast, literal, null, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from lms.classrooms.free import Span
from lms.classrooms.holidays import OwnDay, WorkDays
from lms.classrooms.models import (
    LONGEST,
    AcademyDay,
    Closure,
    Equipment,
    EquipmentUse,
    Occurrence,
    OccurrenceStatus,
)
from lms.core import clock
from lms.core.db import UtcDateTime, db

CLOSURE, OWN_DAY, USE = "closure", "day", "use"
REACH = LONGEST + timedelta(days=1)
"""Nothing that begins earlier than this before a time, buffers counted, can reach into it."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closure as timetables need it; as in models.Closure."""

    room_id: int | None
    floor: int | None
    starts_at: datetime
    ends_at: datetime
    reason: str

    def covers(self, room_id: int, floor: int) -> bool:
        """Does it close this room of this floor?"""
        if self.room_id is not None:
            return self.room_id == room_id
        return self.floor is None or self.floor == floor


@dataclass(frozen=True)
class Closings:
    """What closes rooms within a time: closures in order, and which days are worked."""

    closures: Sequence[Closed]
    work_days: WorkDays

    def of(self, room_id: int, floor: int, day: date) -> list[tuple[Span, str]]:
        """The times of a day at which a room is closed, and why: the day off, else closures."""
        midnight, next_midnight = clock.day_bounds(day)
        off = self.work_days.day_off(day)
        if off:
            return [((midnight, next_midnight), off)]
        return [
            ((max(one.starts_at, midnight), min(one.ends_at, next_midnight)), one.reason)
            for one in self.closures
            if one.starts_at < next_midnight
            and one.ends_at > midnight
            and one.covers(room_id, floor)
        ]


def closings_between(start: datetime, end: datetime) -> Closings:
    """What closes rooms within [start, end). One query."""
    return _gathered(_closures(start, end), _own_days(start, end))[0]


def obstacles_between(start: datetime, end: datetime) -> tuple[Closings, Mapping[int, list[Span]]]:
    """What closes rooms within [start, end), and by room what is taken of it, buffers counted.

    Only confirmed uses count. One query.
    """
    return _gathered(_closures(start, end), _own_days(start, end), _uses(start, end))


def pieces_between(start: datetime, end: datetime) -> list[tuple[Equipment, list[Span]]]:
    """Every piece of equipment in use, with the times at which it is booked. One query."""
    meets = (
        (EquipmentUse.equipment_id == Equipment.id)
        & (EquipmentUse.status == OccurrenceStatus.confirmed)
        & (EquipmentUse.blocked_from > start - REACH)
        & (EquipmentUse.blocked_from < end)
        & (EquipmentUse.blocked_until > start)
    )
    statement = (
        select(Equipment, EquipmentUse.blocked_from, EquipmentUse.blocked_until)
        .outerjoin(EquipmentUse, meets)
        .where(Equipment.active)
        .order_by(Equipment.name, Equipment.id)
    )
    found: dict[int, tuple[Equipment, list[Span]]] = {}
    for piece, begun, until in db.session.execute(statement):
        spans = found.setdefault(piece.id, (piece, []))[1]
        spans += [(begun, until)] if begun else []
    return list(found.values())


def _gathered(*parts: Select[Any]) -> tuple[Closings, Mapping[int, list[Span]]]:
    closures: list[Closed] = []
    own: dict[date, OwnDay] = {}
    taken: dict[int, list[Span]] = defaultdict(list)
    for row in db.session.execute(union_all(*parts)):
        kind, room_id, floor, starts_at, ends_at, words, day, is_off = row
        if kind == CLOSURE:
            closures.append(Closed(room_id, floor, starts_at, ends_at, words))
        elif kind == OWN_DAY:
            own[day] = OwnDay(words, bool(is_off))
        else:
            taken[room_id].append((starts_at, ends_at))
    return Closings(sorted(closures, key=lambda one: one.starts_at), WorkDays(own)), taken


def _closures(start: datetime, end: datetime) -> Select[Any]:
    return select(
        literal(CLOSURE), Closure.room_id, Closure.floor, Closure.starts_at, Closure.ends_at,
        Closure.reason, _nothing(Date), _nothing(Integer),
    ).where(Closure.lifted_at.is_(None), Closure.starts_at < end, Closure.ends_at > start)  # fmt: skip


def _own_days(start: datetime, end: datetime) -> Select[Any]:
    first, last = clock.to_seoul(start).date(), clock.to_seoul(end).date()
    return select(
        literal(OWN_DAY), _nothing(Integer), _nothing(Integer), _nothing(UtcDateTime),
        _nothing(UtcDateTime), AcademyDay.name, AcademyDay.day, cast(AcademyDay.is_off, Integer),
    ).where(AcademyDay.day >= first, AcademyDay.day <= last)  # fmt: skip


def _uses(start: datetime, end: datetime) -> Select[Any]:
    return select(
        literal(USE), Occurrence.room_id, _nothing(Integer), Occurrence.blocked_from,
        Occurrence.blocked_until, _nothing(String), _nothing(Date), _nothing(Integer),
    ).where(
        Occurrence.status == OccurrenceStatus.confirmed,
        Occurrence.starts_at > start - REACH,
        Occurrence.starts_at < end + REACH,
        Occurrence.blocked_from < end,
        Occurrence.blocked_until > start,
    )  # fmt: skip


def _nothing(kind: Any) -> ColumnElement[Any]:
    return cast(null(), kind)
