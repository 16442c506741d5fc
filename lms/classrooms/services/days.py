"""The academy's own days: off, or worked although others rest."""

from __future__ import annotations

from datetime import date

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms import queries
from lms.classrooms.events import DayTakenOff
from lms.classrooms.models import AcademyDay
from lms.core.db import db
from lms.core.events import announce


def set_day(*, actor: User, day: date, name: str, is_off: bool) -> AcademyDay:
    """Say that a day is off, or worked; said again it replaces what was said before.

    What is booked on a day that is now off stays; its owners are told.
    """
    rested = queries.work_days(day, day).day_off(day) is not None
    row = queries.find_academy_day(day) or AcademyDay(day=day)
    old_name, was_off = row.name, row.is_off
    row.name, row.is_off = name, is_off
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor.id,
        "classrooms.set_day",
        row,
        day=day.isoformat(),
        name=[old_name, name],
        is_off=[was_off, is_off],
    )
    if is_off and not rested:
        announce(DayTakenOff(row.id))
    return row


def unset_day(*, actor: User, row: AcademyDay) -> None:
    """Leave a day to the calendar again."""
    audit.record(actor.id, "classrooms.unset_day", row, day=row.day.isoformat(), name=row.name)
    db.session.delete(row)
    db.session.flush()
