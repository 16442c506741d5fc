"""Reading courses, offerings and class sessions. Lists of the catalogue stand in listings.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.accounts.models import User
from lms.catalogue.models import (
    AcademyRule,
    ClassSession,
    Course,
    CourseStatus,
    Offering,
    OfferingStatus,
    TeachingAssignment,
    Track,
)
from lms.catalogue.rule import ACADEMY_RULE, CLOSE_DAYS, LOCK_DAYS
from lms.classrooms.models import Occurrence, Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def academy_rule() -> AcademyRule:
    """What the academy has set for completion and attendance; the usual figures until it has."""
    found = db.session.scalars(select(AcademyRule).order_by(AcademyRule.id)).first()
    if found is None:
        found = AcademyRule(close_days=CLOSE_DAYS, lock_days=LOCK_DAYS)
        found.rule = ACADEMY_RULE
    return found


def tracks() -> Sequence[Track]:
    """All tracks in their order."""
    return db.session.scalars(select(Track).order_by(Track.position, Track.code)).all()


def get_course(code: str, person: User | None = None) -> Course:
    """The course of a code, with track, syllabus and prerequisites.

    Raises:
        NotFound: there is none, or it is a draft and the person is not an operator.
    """
    statement = (
        select(Course)
        .where(Course.code == code)
        .options(
            joinedload(Course.track),
            selectinload(Course.units),
            selectinload(Course.needs).joinedload(Course.track),
        )
    )
    course = db.session.scalars(statement).one_or_none()
    hidden = course is not None and course.status is CourseStatus.draft
    if course is None or (hidden and not _operates(person)):
        raise NotFound(gettext("There is no course “%(code)s”.", code=code))
    return course


def find_course(code: str) -> Course | None:
    """The course of a code, shown or not."""
    return db.session.scalars(select(Course).where(Course.code == code)).one_or_none()


def course_choices() -> Sequence[Course]:
    """Every course that is not retired, by code, for choosing one."""
    statement = select(Course).where(Course.status != CourseStatus.retired).order_by(Course.code)
    return db.session.scalars(statement).all()


def get_offering(code: str, person: User | None = None) -> Offering:
    """The offering of a code with its course and class sessions (rooms, instructors).

    Raises:
        NotFound: there is none, or it is a draft and the person is not an operator.
    """
    statement = (
        select(Offering)
        .where(Offering.code == code)
        .options(
            joinedload(Offering.course).joinedload(Course.track),
            selectinload(Offering.sessions).options(*_with_people_and_room()),
        )
    )
    offering = db.session.scalars(statement).one_or_none()
    hidden = offering is not None and offering.status is OfferingStatus.draft
    if offering is None or (hidden and not _operates(person)):
        raise NotFound(gettext("There is no offering “%(code)s”.", code=code))
    return offering


def _operates(person: User | None) -> bool:
    return person is not None and person.is_operator


def get_session(session_id: int) -> ClassSession:
    """A class session with its offering, course, room and instructors.

    Raises:
        NotFound: there is none.
    """
    found = db.session.scalars(_sessions().where(ClassSession.id == session_id)).one_or_none()
    if found is None:
        raise NotFound(gettext("There is no such class."))
    return found


def find_sessions_between(start: datetime, end: datetime) -> Sequence[ClassSession]:
    """Class sessions that start within [start, end), in order; called-off and draft ones left out."""
    statement = _sessions().where(
        ClassSession.starts_at >= start,
        ClassSession.starts_at < end,
        ClassSession.called_off_at.is_(None),
        Offering.status != OfferingStatus.draft,
    )
    return db.session.scalars(statement).all()


def sessions_of_day(user: User | None, day: date) -> Sequence[ClassSession]:
    """Class sessions of a day in Seoul that a person teaches; None means everybody's."""
    start, end = clock.day_bounds(day)
    statement = _sessions().where(
        ClassSession.starts_at >= start,
        ClassSession.starts_at < end,
        ClassSession.called_off_at.is_(None),
        Offering.status != OfferingStatus.draft,
    )
    if user is not None:
        statement = statement.where(_taught_by([user.id]))
    return db.session.scalars(statement).all()


def teaches(user: User, session: ClassSession) -> bool:
    """Does the person teach this class session?"""
    statement = select(TeachingAssignment.id).where(
        TeachingAssignment.session_id == session.id, TeachingAssignment.user_id == user.id
    )
    return db.session.scalar(statement) is not None


def teaching_between(
    user_ids: Collection[int], start: datetime, end: datetime, except_id: int | None = None
) -> Sequence[ClassSession]:
    """Class sessions that any of these people teach and that overlap [start, end)."""
    statement = _sessions().where(
        ClassSession.starts_at < end,
        ClassSession.ends_at > start,
        ClassSession.called_off_at.is_(None),
        _taught_by(user_ids),
    )
    if except_id is not None:
        statement = statement.where(ClassSession.id != except_id)
    return db.session.scalars(statement).all()


def timetable_between(
    start: datetime,
    end: datetime,
    *,
    offering_ids: Collection[int] | None = None,
    taught_by: User | None = None,
) -> Sequence[ClassSession]:
    """Class sessions of these offerings, or of one instructor, that start within [start, end).

    Called-off ones are there and say so; those of drafts are left out.
    """
    statement = _sessions().where(
        ClassSession.starts_at >= start,
        ClassSession.starts_at < end,
        Offering.status != OfferingStatus.draft,
    )
    if offering_ids is not None:
        statement = statement.where(ClassSession.offering_id.in_(offering_ids))
    if taught_by is not None:
        statement = statement.where(_taught_by([taught_by.id]))
    return db.session.scalars(statement).all()


def live_session_ids(offering: Offering) -> Sequence[int]:
    """Ids of an offering's class sessions that are not called off, as the database has them now."""
    statement = select(ClassSession.id).where(
        ClassSession.offering_id == offering.id, ClassSession.called_off_at.is_(None)
    )
    return db.session.scalars(statement).all()


def sessions_of_occurrences(occurrence_ids: Collection[int]) -> dict[int, ClassSession]:
    """The class sessions behind occurrences of rooms, by occurrence."""
    if not occurrence_ids:
        return {}
    found = db.session.scalars(_sessions().where(ClassSession.occurrence_id.in_(occurrence_ids)))
    return {session.occurrence_id: session for session in found}


def coming_offerings(limit: int) -> Sequence[Offering]:
    """Published offerings whose enrolment is open or will open: open ones first, then by date."""
    now = clock.now()
    statement = (
        _offerings()
        .where(Offering.status == OfferingStatus.published, Offering.enrol_until > now)
        .order_by(Offering.enrol_from > now, Offering.starts_on, Offering.code)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def offerings_of(course: Course, *, with_drafts: bool = False) -> Sequence[Offering]:
    """A course's offerings, the latest first."""
    statement = _offerings().where(Offering.course_id == course.id)
    if not with_drafts:
        statement = statement.where(Offering.status != OfferingStatus.draft)
    return db.session.scalars(statement.order_by(Offering.starts_on.desc())).all()


def next_offerings(course_ids: Collection[int], now: datetime) -> dict[int, Offering]:
    """For each course the first published offering into which one can still enrol. One query."""
    statement = (
        select(Offering)
        .where(
            Offering.course_id.in_(course_ids),
            Offering.status == OfferingStatus.published,
            Offering.enrol_until > now,
        )
        .order_by(Offering.starts_on.desc(), Offering.run.desc())
    )
    return {offering.course_id: offering for offering in db.session.scalars(statement)}


def places(offering_ids: Collection[int]) -> dict[int, str]:
    """Where each offering begins: the room's name of its first class session. One query."""
    statement = (
        select(ClassSession.offering_id, Room.name)
        .join(Occurrence, ClassSession.occurrence_id == Occurrence.id)
        .join(Room, Occurrence.room_id == Room.id)
        .where(ClassSession.offering_id.in_(offering_ids), ClassSession.called_off_at.is_(None))
        .order_by(ClassSession.starts_at.desc())
    )
    return {row.offering_id: row.name for row in db.session.execute(statement)}


def runs_of(course: Course, year: int) -> Sequence[int]:
    """Run numbers given so far to a course in a year."""
    statement = select(Offering.run).where(Offering.course_id == course.id, Offering.year == year)
    return db.session.scalars(statement).all()


def find_empty_draft(course: Course, year: int, values: Mapping[str, Any]) -> Offering | None:
    """A draft of a course with these very values and no class yet."""
    statement = (
        select(Offering)
        .filter_by(course_id=course.id, year=year, status=OfferingStatus.draft, **values)
        .where(~Offering.sessions.any())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def _offerings() -> Select[Offering]:
    return (
        select(Offering)
        .join(Course)
        .options(contains_eager(Offering.course).joinedload(Course.track))
    )


def _sessions() -> Select[ClassSession]:
    return (
        select(ClassSession)
        .join(Offering)
        .join(Course)
        .options(
            contains_eager(ClassSession.offering)
            .contains_eager(Offering.course)
            .joinedload(Course.track),
            *_with_people_and_room(),
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    )


def _with_people_and_room() -> tuple[Any, ...]:
    return (
        joinedload(ClassSession.occurrence).joinedload(Occurrence.room),
        selectinload(ClassSession.teaching).joinedload(TeachingAssignment.user),
    )


def _taught_by(user_ids: Collection[int]) -> ColumnElement[bool]:
    return ClassSession.teaching.any(TeachingAssignment.user_id.in_(user_ids))
