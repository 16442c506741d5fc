"""Reading everything that closes rooms at once: closures and the academy's own days, one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, cast, null, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from lms.classrooms.free import Span
from lms.classrooms.holidays import OwnDay, WorkDays
from lms.classrooms.models import AcademyDay, Closure
from lms.core import clock
from lms.core.db import UtcDateTime, db


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
        """The times of a day at which a room is closed, and why: closures, else the day off."""
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
    """What closes rooms within [start, end): one query for closures and the academy's own days."""
    first, last = clock.to_seoul(start).date(), clock.to_seoul(end).date()
    closures = select(
        Closure.room_id, Closure.floor, Closure.starts_at, Closure.ends_at,
        Closure.reason, _nothing(Date), _nothing(Integer),
    ).where(Closure.lifted_at.is_(None), Closure.starts_at < end, Closure.ends_at > start)  # fmt: skip
    days = select(
        _nothing(Integer), _nothing(Integer), _nothing(UtcDateTime), _nothing(UtcDateTime),
        AcademyDay.name, AcademyDay.day, cast(AcademyDay.is_off, Integer),
    ).where(AcademyDay.day >= first, AcademyDay.day <= last)  # fmt: skip
    found: list[Closed] = []
    own: dict[date, OwnDay] = {}
    for row in db.session.execute(union_all(closures, days)):
        reason, day, is_off = row[4:]
        if day is None:
            found.append(Closed(*row[:5]))
        else:
            own[day] = OwnDay(reason, bool(is_off))
    return Closings(sorted(found, key=lambda one: one.starts_at), WorkDays(own))


def _nothing(kind: Any) -> ColumnElement[Any]:
    return cast(null(), kind)
