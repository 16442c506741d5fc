"""Reading roll calls: which sheets there are, who is on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.attendance.marks import Mark
from lms.attendance.models import AttendanceEvent, AttendanceRecord, RollCall
from lms.attendance.presence import Said
from lms.catalogue.models import ClassSession, Offering, OfferingStatus, TeachingAssignment
from lms.classrooms.models import Occurrence
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus

NOT_TAUGHT = (OfferingStatus.draft, OfferingStatus.cancelled)
"""Offerings whose class sessions are no classes, or not yet."""


@dataclass(frozen=True)
class Sheet:
    """A class session and its roll call, if one was opened."""

    session: ClassSession
    roll_call: RollCall | None

    @property
    def locked(self) -> bool:
        """Do the records stand?"""
        return self.roll_call is not None and self.roll_call.locked_at is not None

    @property
    def unsaid(self) -> Mark | None:
        """What stands of people of whom nobody has said anything; None: nothing yet.

        Who locks a sheet says that they are absent. Where it closed by itself nobody has said so:
        then they are not confirmed, count neither for nor against, and wait for an operator.
        """
        if self.roll_call is None or self.roll_call.locked_at is None:
            return None
        return Mark.unconfirmed if self.roll_call.closed_by_itself else Mark.absent


@dataclass(frozen=True)
class Seated:
    """Somebody on the sheet, and the record so far."""

    enrolment: Enrolment
    record: AttendanceRecord | None
    locked_at: datetime | None = None

    @property
    def settled(self) -> bool:
        """Has somebody said how it was?"""
        return self.record is not None and self.record.mark is not Mark.unconfirmed

    @property
    def held(self) -> bool:
        """Scanned in, and nobody has said yet whether the person stayed."""
        return not self.settled and self.record is not None and self.record.arrived_at is not None


def get_sheet(session_id: int, person: User) -> Sheet:
    """The sheet of a class session that the person teaches; operators see all.

    Raises:
        NotFound: no such class session, called off, or somebody else's.
    """
    found = db.session.execute(
        _with_roll_call().where(ClassSession.id == session_id, *_of(person))
    ).first()
    if found is None:
        raise NotFound(gettext("There is no such class among yours."))
    return Sheet(found[0], found[1])


def sheets_between(start: datetime, end: datetime, person: User) -> list[Sheet]:
    """Sheets of the person's class sessions that start in a span of time; operators see all."""
    statement = (
        _with_roll_call()
        .where(ClassSession.starts_at >= start, ClassSession.starts_at < end, *_of(person))
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return [Sheet(session, roll_call) for session, roll_call in db.session.execute(statement)]


def next_sheets(after: datetime, person: User, limit: int) -> list[Sheet]:
    """The next sheets of the person that start at a moment or later."""
    statement = (
        _with_roll_call()
        .where(ClassSession.starts_at >= after, *_of(person))
        .order_by(ClassSession.starts_at, ClassSession.id)
        .limit(limit)
    )
    return [Sheet(session, roll_call) for session, roll_call in db.session.execute(statement)]


def open_sheets_before(end: datetime, person: User, limit: int) -> list[Sheet]:
    """Sheets of class sessions that ended before a moment and are not locked, oldest first."""
    statement = (
        _with_roll_call()
        .where(ClassSession.ends_at < end, RollCall.locked_at.is_(None), *_of(person))
        .order_by(ClassSession.starts_at, ClassSession.id)
        .limit(limit)
    )
    return [Sheet(session, roll_call) for session, roll_call in db.session.execute(statement)]


def _with_roll_call() -> Select[ClassSession, RollCall]:
    return (
        select(ClassSession, RollCall)
        .outerjoin(RollCall, RollCall.session_id == ClassSession.id)
        .join(ClassSession.offering)
        .where(ClassSession.called_off_at.is_(None), Offering.status.not_in(NOT_TAUGHT))
        .options(
            contains_eager(ClassSession.offering).joinedload(Offering.course),
            joinedload(ClassSession.occurrence).joinedload(Occurrence.room),
        )
    )


def _of(person: User) -> list[ColumnElement[bool]]:
    if person.is_operator:
        return []
    taught = select(TeachingAssignment.session_id).where(TeachingAssignment.user_id == person.id)
    return [ClassSession.id.in_(taught)]


@dataclass
class Count:
    """How far a sheet is: people on it, and people settled."""

    people: int = 0
    settled: int = 0


def counts(sheets: Iterable[Sheet]) -> dict[int, Count]:
    """By class session id: how many are on the sheet and how many are settled."""
    sessions = {sheet.session.id: sheet.session.offering_id for sheet in sheets}
    settled = and_(
        AttendanceRecord.enrolment_id == Enrolment.id, AttendanceRecord.mark != Mark.unconfirmed
    )
    statement = (
        select(ClassSession.id, func.count(Enrolment.id), func.count(AttendanceRecord.id))
        .join(Enrolment, Enrolment.offering_id == ClassSession.offering_id)
        .outerjoin(AttendanceRecord, and_(AttendanceRecord.session_id == ClassSession.id, settled))
        .where(ClassSession.id.in_(sessions), Enrolment.status == EnrolmentStatus.enrolled)
        .group_by(ClassSession.id)
    )
    found = {row[0]: Count(row[1], row[2]) for row in db.session.execute(statement)}
    return {session_id: found.get(session_id, Count()) for session_id in sessions}


def instructors(sheets: Iterable[Sheet]) -> dict[int, list[str]]:
    """By class session id: names of those who teach."""
    return instructors_of({sheet.session.id for sheet in sheets})


def instructors_of(session_ids: Iterable[int]) -> dict[int, list[str]]:
    """The same, where only the ids are known."""
    statement = (
        select(TeachingAssignment.session_id, User.name)
        .join(User, User.id == TeachingAssignment.user_id)
        .where(TeachingAssignment.session_id.in_(session_ids))
        .order_by(TeachingAssignment.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for session_id, name in db.session.execute(statement):
        names[session_id].append(name)
    return names


def people(session: ClassSession) -> list[Seated]:
    """Everybody enrolled, by name, with the record of this class session, in one query."""
    statement = (
        select(Enrolment, AttendanceRecord, RollCall.locked_at)
        .join(Enrolment.user)
        .outerjoin(RollCall, RollCall.session_id == session.id)
        .outerjoin(
            AttendanceRecord,
            and_(
                AttendanceRecord.enrolment_id == Enrolment.id,
                AttendanceRecord.session_id == session.id,
            ),
        )
        .where(
            Enrolment.offering_id == session.offering_id,
            Enrolment.status == EnrolmentStatus.enrolled,
        )
        .options(contains_eager(Enrolment.user), joinedload(Enrolment.firm))
        .order_by(User.name, Enrolment.id)
        .execution_options(populate_existing=True)
    )
    return [Seated(*row) for row in db.session.execute(statement)]


def records_of(session: ClassSession) -> Sequence[AttendanceRecord]:
    """The records of one class session."""
    statement = select(AttendanceRecord).where(AttendanceRecord.session_id == session.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def said_in(session: ClassSession) -> list[tuple[int, Said]]:
    """(enrolment id, what was said) of every event of a class session, oldest first."""
    statement = (
        select(AttendanceEvent)
        .where(AttendanceEvent.session_id == session.id)
        .order_by(AttendanceEvent.id)
    )
    return [(one.enrolment_id, one.said) for one in db.session.scalars(statement)]


def find_roll_call(session: ClassSession, *, lock: bool = False) -> RollCall | None:
    """The roll call of a class session; with `lock`, others wait until this transaction ends.

    The class session is read anew as well: it may have been moved or called off meanwhile. The roll
    call may be from before the wait (PostgreSQL reads anew only what it waited for): whether it was
    locked meanwhile stands in what `people` reads next (`Seated.locked_at`), and where there was none,
    `begun_roll_call` finds the one that was opened meanwhile.
    """
    statement = (
        select(ClassSession, RollCall)
        .outerjoin(RollCall, RollCall.session_id == ClassSession.id)
        .join(ClassSession.offering)
        .where(ClassSession.id == session.id)
        .options(contains_eager(ClassSession.offering))
        .execution_options(populate_existing=True)
    )
    if lock:
        statement = statement.with_for_update(of=ClassSession)
    return db.session.execute(statement).one()[1]


def events_of(session: ClassSession, enrolment_id: int) -> Sequence[AttendanceEvent]:
    """Everything that was said about one person in one class session, oldest first."""
    statement = (
        select(AttendanceEvent)
        .where(
            AttendanceEvent.session_id == session.id, AttendanceEvent.enrolment_id == enrolment_id
        )
        .order_by(AttendanceEvent.id)
    )
    return db.session.scalars(statement).all()
