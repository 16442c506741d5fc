"""Reading roll calls that nobody has locked, and what stayed not confirmed where they closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.attendance.marks import Mark
from lms.attendance.models import AttendanceRecord, RollCall
from lms.attendance.queries.sheets import NOT_TAUGHT
from lms.catalogue.models import ClassSession, Offering
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus

Columns = TypeVarTuple("Columns")

LISTED = 300
"""The longest list of what is not confirmed."""


def overdue_sessions(
    ended_before: datetime,
    *,
    reminded: bool,
    reminded_before: datetime | None = None,
    limit: int,
) -> Sequence[ClassSession]:
    """Class sessions that ended before a moment and whose roll call nobody has locked, oldest first.

    Args:
        reminded: those whose instructors were reminded (before `reminded_before`), or were not.
    """
    told = RollCall.reminded_at
    statement = (
        select(ClassSession)
        .outerjoin(RollCall, RollCall.session_id == ClassSession.id)
        .join(ClassSession.offering)
        .where(
            ClassSession.ends_at < ended_before,
            ClassSession.called_off_at.is_(None),
            Offering.status.not_in(NOT_TAUGHT),
            RollCall.locked_at.is_(None),
            and_(told.is_not(None), told <= reminded_before) if reminded else told.is_(None),
        )
        .options(contains_eager(ClassSession.offering))
        .order_by(ClassSession.ends_at, ClassSession.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True)
class Unconfirmed:
    """One person of one class that closed by itself, and what is known."""

    session: ClassSession
    enrolment: Enrolment
    record: AttendanceRecord | None


def unconfirmed() -> list[Unconfirmed]:
    """What an operator still has to say, the oldest class first."""
    statement = (
        _unconfirmed(select(ClassSession, Enrolment, AttendanceRecord))
        .join(Offering, Offering.id == ClassSession.offering_id)
        .options(
            joinedload(ClassSession.offering).joinedload(Offering.course),
            joinedload(Enrolment.user),
            joinedload(Enrolment.firm),
        )
        .order_by(ClassSession.starts_at, ClassSession.id, Enrolment.id)
        .limit(LISTED)
    )
    return [Unconfirmed(*row) for row in db.session.execute(statement)]


def unconfirmed_count() -> int:
    """How many there are."""
    return db.session.scalar(_unconfirmed(select(func.count(Enrolment.id)))) or 0


def _unconfirmed(statement: Select[*Columns]) -> Select[*Columns]:
    record = and_(
        AttendanceRecord.session_id == ClassSession.id,
        AttendanceRecord.enrolment_id == Enrolment.id,
    )
    return (
        statement.select_from(RollCall)
        .join(ClassSession, ClassSession.id == RollCall.session_id)
        .join(Enrolment, Enrolment.offering_id == ClassSession.offering_id)
        .outerjoin(AttendanceRecord, record)
        .where(
            RollCall.locked_at.is_not(None),
            RollCall.locked_by_id.is_(None),
            ClassSession.called_off_at.is_(None),
            Enrolment.status == EnrolmentStatus.enrolled,
            or_(AttendanceRecord.id.is_(None), AttendanceRecord.mark == Mark.unconfirmed),
        )
    )
