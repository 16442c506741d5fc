"""Reading for check-in: what a person can check in to, and what is known so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.attendance.flags import Scan
from lms.attendance.models import (
    SCANS,
    AttendanceEvent,
    AttendanceRecord,
    RefusedScan,
    RollCall,
)
from lms.attendance.presence import Said
from lms.attendance.queries.sheets import NOT_TAUGHT
from lms.catalogue.models import CheckIn, ClassSession, Offering
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus

BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=30)
"""So long before the start and after the end of a class session its codes are shown and accepted."""


def classes_on_now(now: datetime) -> Sequence[ClassSession]:
    """Everybody's class sessions that are on now and take codes."""
    return db.session.scalars(_taking_codes(now)).all()


def on_now(person: User, now: datetime, *, lock: bool = False) -> list[ClassSession]:
    """Class sessions of a person, on now, whose attendance is taken by code as well.

    Args:
        lock: others who write on these sheets wait until this transaction ends.
    """
    statement = (
        _taking_codes(now)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(Enrolment.user_id == person.id, Enrolment.status == EnrolmentStatus.enrolled)
        .execution_options(populate_existing=True)
    )
    if lock:
        statement = statement.with_for_update(of=ClassSession)
    return list(db.session.scalars(statement))


def _taking_codes(now: datetime) -> Select[ClassSession]:
    return (
        select(ClassSession)
        .join(ClassSession.offering)
        .where(
            ClassSession.called_off_at.is_(None),
            ClassSession.starts_at <= now + BEFORE,
            ClassSession.ends_at >= now - AFTER,
            Offering.status.not_in(NOT_TAUGHT),
            Offering.check_in != CheckIn.roll_call,
        )
        .options(contains_eager(ClassSession.offering))
        .order_by(ClassSession.id)
    )


def find_own_session(session_id: int, person: User) -> ClassSession | None:
    """A class session of an offering that the person is enrolled in."""
    statement = (
        select(ClassSession)
        .join(ClassSession.offering)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(
            ClassSession.id == session_id,
            Enrolment.user_id == person.id,
            Enrolment.status == EnrolmentStatus.enrolled,
        )
        .options(contains_eager(ClassSession.offering))
    )
    return db.session.scalars(statement).one_or_none()


@dataclass(frozen=True)
class Known:
    """What is known of one person and one class session."""

    enrolment_id: int
    locked_at: datetime | None
    record: AttendanceRecord | None
    events: list[AttendanceEvent]

    @property
    def said(self) -> list[Said]:
        """The events as plain values."""
        return [event.said for event in self.events]


def find_known(session: ClassSession, person: User) -> Known | None:
    """What is known of a person in a class session, in one query; None: not enrolled."""
    pair = and_(
        AttendanceRecord.enrolment_id == Enrolment.id, AttendanceRecord.session_id == session.id
    )
    said = and_(
        AttendanceEvent.enrolment_id == Enrolment.id, AttendanceEvent.session_id == session.id
    )
    statement = (
        select(Enrolment.id, RollCall.locked_at, AttendanceRecord, AttendanceEvent)
        .select_from(Enrolment)
        .outerjoin(RollCall, RollCall.session_id == session.id)
        .outerjoin(AttendanceRecord, pair)
        .outerjoin(AttendanceEvent, said)
        .where(
            Enrolment.user_id == person.id,
            Enrolment.offering_id == session.offering_id,
            Enrolment.status == EnrolmentStatus.enrolled,
        )
        .order_by(AttendanceEvent.id)
        .execution_options(populate_existing=True)
    )
    rows = db.session.execute(statement).all()
    if not rows:
        return None
    return Known(rows[0][0], rows[0][1], rows[0][2], [row[3] for row in rows if row[3]])


def scans_of(session: ClassSession) -> Sequence[Scan]:
    """Every scan of a class session, oldest first."""
    statement = (
        select(AttendanceEvent)
        .where(AttendanceEvent.session_id == session.id, AttendanceEvent.source.in_(SCANS))
        .order_by(AttendanceEvent.id)
    )
    return [
        Scan(one.enrolment_id, one.at, one.device, one.agent, one.address)
        for one in db.session.scalars(statement)
    ]


def refused_in(session: ClassSession) -> Sequence[RefusedScan]:
    """Scans that a class session refused, with the people, the latest first."""
    statement = (
        select(RefusedScan)
        .where(RefusedScan.session_id == session.id)
        .options(joinedload(RefusedScan.user))
        .order_by(RefusedScan.last_at.desc(), RefusedScan.id)
    )
    return db.session.scalars(statement).all()
