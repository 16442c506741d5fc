"""Do the bookings keep their promises? Each check looks for what must never be there."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from lms.classrooms.models import (
    LONGEST,
    Booking,
    BookingFile,
    Equipment,
    EquipmentUse,
    Occurrence,
    OccurrenceStatus,
)
from lms.core.db import db
from lms.doctor.data import file_problem, named


def equipment_never_in_two_places() -> list[str]:
    """No two confirmed uses of a piece of equipment overlap."""
    one, other = aliased(EquipmentUse), aliased(EquipmentUse)
    overlapping = and_(
        one.equipment_id == other.equipment_id,
        one.id < other.id,
        one.blocked_from < other.blocked_until,
        one.blocked_until > other.blocked_from,
        other.status == OccurrenceStatus.confirmed,
    )
    statement = (
        select(Equipment.code, one.occurrence_id, other.occurrence_id)
        .join(other, overlapping)
        .join(Equipment, Equipment.id == one.equipment_id)
        .where(one.status == OccurrenceStatus.confirmed)
        .order_by(one.id)
    )
    return named(
        f"Equipment {code} goes along with two occurrences at once ({a} and {b})."
        for code, a, b in db.session.execute(statement)
    )


def equipment_goes_where_its_booking_goes() -> list[str]:
    """A use of equipment has the times and the status of its occurrence."""
    statement = (
        select(EquipmentUse.id, Occurrence.id)
        .join(Occurrence, Occurrence.id == EquipmentUse.occurrence_id)
        .where(
            or_(
                EquipmentUse.blocked_from != Occurrence.blocked_from,
                EquipmentUse.blocked_until != Occurrence.blocked_until,
                EquipmentUse.status != Occurrence.status,
            )
        )
        .order_by(EquipmentUse.id)
    )
    return named(
        f"Equipment use {use} and its occurrence {occurrence} disagree."
        for use, occurrence in db.session.execute(statement)
    )


def bookings_have_times() -> list[str]:
    """Every booking has an occurrence, and none lasts longer than readers count on."""
    without = (
        select(Booking.id)
        .outerjoin(Occurrence, Occurrence.booking_id == Booking.id)
        .where(Occurrence.id.is_(None))
        .order_by(Booking.id)
    )
    spans = select(Occurrence.id, Occurrence.starts_at, Occurrence.ends_at).order_by(Occurrence.id)
    hours = LONGEST // timedelta(hours=1)
    return [
        *named(f"Booking {id_} has no time at all." for id_ in db.session.scalars(without)),
        *named(
            f"Occurrence {id_} lasts longer than {hours} hours."
            for id_, starts_at, ends_at in db.session.execute(spans)
            if ends_at - starts_at > LONGEST
        ),
    ]


def attached_files_unchanged() -> list[str]:
    """Every file of a booking is there and is what was attached."""
    statement = select(BookingFile.booking_id, BookingFile.name, BookingFile.key)
    return named(
        f"File “{name}” of booking {booking_id}: {problem}"
        for booking_id, name, key in db.session.execute(statement.order_by(BookingFile.id))
        if (problem := file_problem(key))
    )
