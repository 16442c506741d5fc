"""Reading enrolments: one, a person's, an offering's, all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.catalogue.models import ClassSession, Course, Offering, OfferingStatus
from lms.classrooms.models import Occurrence
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.core.text import gettext
from lms.enrolment.models import LIVE, Enrolment, EnrolmentStatus
from lms.enrolment.queries.line import LINE


def other_runs(offering: Offering, most: int = 3) -> Sequence[Offering]:
    """Other runs of the same course that one can still enrol in, the next first."""
    now = clock.now()
    statement = (
        select(Offering)
        .where(
            Offering.course_id == offering.course_id,
            Offering.id != offering.id,
            Offering.status == OfferingStatus.published,
            Offering.enrol_until > now,
        )
        .order_by(Offering.starts_on, Offering.id)
        .limit(most)
    )
    return db.session.scalars(statement).all()


def get_enrolment(enrolment_id: int) -> Enrolment:
    """An enrolment with its offering, person, firm and seat.

    Raises:
        NotFound: there is none.
    """
    enrolment = find_enrolment(enrolment_id)
    if enrolment is None:
        raise NotFound(gettext("There is no such enrolment."))
    return enrolment


def find_enrolment(enrolment_id: int) -> Enrolment | None:
    """An enrolment with its offering, person, firm and seat, or None."""
    statement = _with_everything(select(Enrolment).where(Enrolment.id == enrolment_id))
    return db.session.scalars(statement).one_or_none()


def get_own(enrolment_id: int, user: User) -> Enrolment:
    """The person's own enrolment; anybody else's does not exist.

    Raises:
        NotFound: there is none of this person with that id.
    """
    enrolment = get_enrolment(enrolment_id)
    if enrolment.user_id != user.id:
        raise NotFound(gettext("There is no such enrolment."))
    return enrolment


def history(enrolment: Enrolment) -> list[tuple[AuditEntry, str | None]]:
    """What was done to an enrolment and by whom (None: the system by itself), oldest first."""
    statement = (
        select(AuditEntry, User.name)
        .outerjoin(User, AuditEntry.actor_id == User.id)
        .where(AuditEntry.subject_type == "enrolments", AuditEntry.subject_id == enrolment.id)
        .order_by(AuditEntry.id)
    )
    return [(entry, name) for entry, name in db.session.execute(statement)]


def find_live(offering: Offering, user: User) -> Enrolment | None:
    """The person's live enrolment in an offering."""
    statement = select(Enrolment).where(
        Enrolment.offering_id == offering.id,
        Enrolment.user_id == user.id,
        Enrolment.status.in_(LIVE),
    )
    return db.session.scalars(statement).one_or_none()


def of_user(user: User) -> Sequence[Enrolment]:
    """Everything a person ever applied for, with offering and course, the latest start first."""
    statement = (
        select(Enrolment)
        .join(Offering)
        .join(Course)
        .where(Enrolment.user_id == user.id)
        .options(
            contains_eager(Enrolment.offering)
            .contains_eager(Offering.course)
            .joinedload(Course.track)
        )
        .order_by(Offering.starts_on.desc(), Enrolment.id.desc())
    )
    return db.session.scalars(statement).all()


def of_offering(offering: Offering) -> Sequence[Enrolment]:
    """Everybody who applied for an offering, with person, firm and seat, in the order of the line."""
    statement = (
        select(Enrolment)
        .where(Enrolment.offering_id == offering.id)
        .options(
            joinedload(Enrolment.user),
            joinedload(Enrolment.firm),
            joinedload(Enrolment.seat),
            joinedload(Enrolment.party),
        )
        .order_by(*LINE)
    )
    return db.session.scalars(statement).all()


def enrolled(offering: Offering) -> Sequence[Enrolment]:
    """Everybody who has a seat in an offering, by name."""
    statement = (
        select(Enrolment)
        .join(User, Enrolment.user_id == User.id)
        .where(Enrolment.offering_id == offering.id, Enrolment.status == EnrolmentStatus.enrolled)
        .options(contains_eager(Enrolment.user), joinedload(Enrolment.firm))
        .order_by(User.name, Enrolment.id)
    )
    return db.session.scalars(statement).all()


def found(
    *, question: str = "", status: str = "", offering_code: str = "", number: int = 1
) -> Page[Enrolment]:
    """Enrolments by a person's name or e-mail, state and offering, the latest first."""
    statement = (
        select(Enrolment)
        .join(Enrolment.user)
        .join(Enrolment.offering)
        .join(Offering.course)
        .options(
            contains_eager(Enrolment.user),
            contains_eager(Enrolment.offering).contains_eager(Offering.course),
            joinedload(Enrolment.firm),
        )
        .order_by(Enrolment.applied_at.desc(), Enrolment.id.desc())
    )
    for pattern in like_patterns(question):
        statement = statement.where(User.search_text.like(pattern, escape="\\"))
    if status in set(EnrolmentStatus):
        statement = statement.where(Enrolment.status == EnrolmentStatus(status))
    if offering_code:
        statement = statement.where(Offering.code == offering_code)
    return paged(statement, number)


def next_class(user: User) -> ClassSession | None:
    """The person's class that is on now or comes next, with its course and room."""
    statement = (
        select(ClassSession)
        .join(Offering)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(
            Enrolment.user_id == user.id,
            Enrolment.status == EnrolmentStatus.enrolled,
            ClassSession.called_off_at.is_(None),
            ClassSession.ends_at > clock.now(),
        )
        .options(
            contains_eager(ClassSession.offering).joinedload(Offering.course),
            joinedload(ClassSession.occurrence).joinedload(Occurrence.room),
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def _with_everything(statement: Select[Enrolment]) -> Select[Enrolment]:
    return statement.options(
        joinedload(Enrolment.offering).joinedload(Offering.course).joinedload(Course.track),
        joinedload(Enrolment.offering).selectinload(Offering.sessions),
        joinedload(Enrolment.user),
        joinedload(Enrolment.firm),
        joinedload(Enrolment.seat),
    )
