"""What counts against the limits of a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from lms.classrooms.models import Booking, Occurrence, OccurrenceStatus
from lms.core import clock
from lms.core.db import db
from lms.room_requests.limits import Use
from lms.room_requests.models import COUNTED, RoomRequest, RoomUse


def uses_of_person(user_id: int, start: datetime, end: datetime) -> list[Use]:
    """Times within [start, end) that a person has asked for."""
    return _uses(RoomRequest.asker_id == user_id, start, end)


def uses_of_firm(firm_id: int, start: datetime, end: datetime) -> list[Use]:
    """Times within [start, end) that were asked for a firm, by whomever."""
    return _uses(Booking.firm_id == firm_id, start, end)


def _uses(whose: ColumnElement[bool], start: datetime, end: datetime) -> list[Use]:
    live = Occurrence.status != OccurrenceStatus.cancelled
    statement = (
        select(Occurrence.starts_at, Occurrence.ends_at)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .join(RoomRequest, RoomRequest.booking_id == Booking.id)
        .outerjoin(RoomUse, RoomUse.occurrence_id == Occurrence.id)
        .where(
            whose,
            RoomRequest.status.in_(COUNTED),
            or_(live, RoomUse.released_at.is_not(None)),
            Occurrence.starts_at >= start,
            Occurrence.starts_at < end,
        )
    )
    return [use(begun, until) for begun, until in db.session.execute(statement)]


def use(starts_at: datetime, ends_at: datetime) -> Use:
    """A time as the limits count it."""
    minutes = (ends_at - starts_at) // timedelta(minutes=1)
    return Use(clock.to_seoul(starts_at).date(), minutes)
