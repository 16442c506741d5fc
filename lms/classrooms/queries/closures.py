"""Reading closures, the academy's own days, and the bookings that closures hit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from lms.classrooms.holidays import OwnDay, WorkDays
from lms.classrooms.models import (
    LONGEST,
    AcademyDay,
    Closure,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext

TAKING = (OccurrenceStatus.confirmed, OccurrenceStatus.provisional)


def closures_between(start: datetime, end: datetime) -> Sequence[Closure]:
    """Closures that stand and meet [start, end), the earliest first. One query."""
    statement = (
        select(Closure)
        .where(Closure.lifted_at.is_(None), Closure.starts_at < end, Closure.ends_at > start)
        .order_by(Closure.starts_at, Closure.id)
    )
    return db.session.scalars(statement).all()


def closures_from(moment: datetime) -> Sequence[Closure]:
    """Closures that stand and have not ended at a moment, with their rooms."""
    statement = (
        select(Closure)
        .where(Closure.lifted_at.is_(None), Closure.ends_at > moment)
        .options(joinedload(Closure.room))
        .order_by(Closure.starts_at, Closure.id)
    )
    return db.session.scalars(statement).all()


def past_closures(moment: datetime, most: int) -> Sequence[Closure]:
    """Closures that were lifted or have ended by a moment, the latest first."""
    statement = (
        select(Closure)
        .where(or_(Closure.lifted_at.is_not(None), Closure.ends_at <= moment))
        .options(joinedload(Closure.room))
        .order_by(Closure.starts_at.desc(), Closure.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def get_closure(closure_id: int) -> Closure:
    """One closure.

    Raises:
        NotFound: there is none of that number.
    """
    closure = db.session.get(Closure, closure_id)
    if closure is None:
        raise NotFound(gettext("There is no such closure."))
    return closure


def hit_by(closure: Closure) -> Sequence[Occurrence]:
    """What takes rooms that a closure closes, with booking and room; it need not be saved."""
    return db.session.scalars(_standing().where(_meets(closure))).all()


def needing_another_room(now: datetime) -> Sequence[tuple[Occurrence, Closure]]:
    """What still stands in a room that will be closed then: to be moved or cancelled by somebody.

    Two queries at most, and none over all bookings: closures are few, and each is looked up by time.
    """
    closures = closures_from(now)
    if not closures:
        return []
    meets = or_(*(_meets(closure) for closure in closures))
    found = db.session.scalars(_standing().where(Occurrence.ends_at > now, meets)).all()
    return [(one, next(c for c in closures if _is_hit(one, c))) for one in found]


def _standing() -> Select[Occurrence]:
    return (
        select(Occurrence)
        .join(Room, Room.id == Occurrence.room_id)
        .where(Occurrence.status.in_(TAKING))
        .options(joinedload(Occurrence.booking), joinedload(Occurrence.room))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )


def _meets(closure: Closure) -> ColumnElement[bool]:
    place: list[ColumnElement[bool]] = []
    if closure.room_id is not None:
        place = [Occurrence.room_id == closure.room_id]
    elif closure.floor is not None:
        place = [Room.floor == closure.floor]
    return and_(
        Occurrence.starts_at < closure.ends_at,
        Occurrence.starts_at > closure.starts_at - LONGEST,  # so that an index finds it
        Occurrence.ends_at > closure.starts_at,
        *place,
    )


def _is_hit(one: Occurrence, closure: Closure) -> bool:
    overlap = one.starts_at < closure.ends_at and one.ends_at > closure.starts_at
    return overlap and closure.covers(one.room_id, one.room.floor)


def academy_days(first: date, last: date) -> Sequence[AcademyDay]:
    """The academy's own days from the first to the last, both counted."""
    statement = (
        select(AcademyDay)
        .where(AcademyDay.day >= first, AcademyDay.day <= last)
        .order_by(AcademyDay.day)
    )
    return db.session.scalars(statement).all()


def find_academy_day(day: date) -> AcademyDay | None:
    """What the academy has decided about a day, if anything."""
    return db.session.scalars(select(AcademyDay).where(AcademyDay.day == day)).one_or_none()


def get_academy_day(day_id: int) -> AcademyDay:
    """One of the academy's own days.

    Raises:
        NotFound: there is none of that number.
    """
    row = db.session.get(AcademyDay, day_id)
    if row is None:
        raise NotFound(gettext("The academy has decided nothing about that day."))
    return row


def work_days(first: date, last: date) -> WorkDays:
    """Which days are worked from the first to the last: the calendar and the academy's own days."""
    own = {row.day: OwnDay(row.name, row.is_off) for row in academy_days(first, last)}
    return WorkDays(own)


def days_off_between(first: date, last: date) -> dict[date, str]:
    """Public holidays and the academy's own days off, by day, both ends counted. One query.

    Weekends are not in it: whether a room is open on a Saturday its hours say.
    """
    return work_days(first, last).days_off(first, last)
