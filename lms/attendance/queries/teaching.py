"""Reading what instructors have taught."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.accounts.models import User
from lms.attendance.models import RollCall
from lms.attendance.queries.sheets import NOT_TAUGHT
from lms.catalogue.models import ClassSession, Offering, TeachingAssignment, TeachingRole
from lms.core import clock
from lms.core.db import db


@dataclass
class TeachingHours:
    """What one instructor taught in one part: classes, minutes planned, minutes of locked sheets."""

    name: str
    role: TeachingRole
    classes: int = 0
    planned: int = 0
    held: int = 0


def teaching_hours(month: date) -> list[TeachingHours]:
    """Instructors' hours (강사 시수) of a month, by name; called-off classes are left out.

    Args:
        month: its first day.
    """
    start, _ = clock.day_bounds(month)
    end, _ = clock.day_bounds((month + timedelta(days=32)).replace(day=1))
    statement = (
        select(TeachingAssignment, User.name, RollCall.locked_at)
        .join(TeachingAssignment.session)
        .join(ClassSession.offering)
        .join(User, User.id == TeachingAssignment.user_id)
        .outerjoin(RollCall, RollCall.session_id == ClassSession.id)
        .where(
            ClassSession.starts_at >= start,
            ClassSession.starts_at < end,
            ClassSession.called_off_at.is_(None),
            Offering.status.not_in(NOT_TAUGHT),
        )
        .options(contains_eager(TeachingAssignment.session))
        .order_by(User.name, User.id, TeachingAssignment.role)
    )
    found: dict[tuple[int, TeachingRole], TeachingHours] = {}
    for assignment, name, locked_at in db.session.execute(statement):
        key = (assignment.user_id, assignment.role)
        one = found.setdefault(key, TeachingHours(name, assignment.role))
        minutes = assignment.session.minutes
        one.classes += 1
        one.planned += minutes
        one.held += minutes if locked_at else 0
    return list(found.values())
