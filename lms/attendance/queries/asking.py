"""Reading what waits for a decision: excused absences, corrections of closed records."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import User
from lms.attendance.models import Correction, CorrectionStatus, Excuse, ExcuseStatus
from lms.catalogue.models import ClassSession, Offering, TeachingAssignment
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext
from lms.enrolment.models import Enrolment

LISTED = 200
"""The longest list of what was decided."""


def excuses_of(enrolment: Enrolment) -> Sequence[Excuse]:
    """A person's applications in an offering, newest first."""
    statement = select(Excuse).where(Excuse.enrolment_id == enrolment.id).order_by(Excuse.id.desc())
    return db.session.scalars(statement).all()


def accepted_excuses(offering_id: int) -> Sequence[Excuse]:
    """What was accepted in an offering."""
    statement = (
        select(Excuse)
        .join(Excuse.enrolment)
        .where(Enrolment.offering_id == offering_id, Excuse.status == ExcuseStatus.accepted)
        .order_by(Excuse.id)
    )
    return db.session.scalars(statement).all()


def excuses(person: User, *, waiting: bool) -> Sequence[Excuse]:
    """Applications that a person may decide about: of offerings they teach; operators all.

    Args:
        waiting: those to be decided, oldest first; otherwise the decided ones, newest first.
    """
    asked = Excuse.status == ExcuseStatus.asked
    order = Excuse.id if waiting else Excuse.id.desc()
    statement = (
        select(Excuse)
        .join(Excuse.enrolment)
        .where(asked if waiting else ~asked)
        .options(
            joinedload(Excuse.enrolment).joinedload(Enrolment.user),
            joinedload(Excuse.enrolment).joinedload(Enrolment.firm),
            joinedload(Excuse.enrolment).joinedload(Enrolment.offering).joinedload(Offering.course),
        )
        .order_by(order)
        .limit(LISTED)
    )
    if not person.is_operator:
        statement = statement.where(Enrolment.offering_id.in_(_taught(person)))
    return db.session.scalars(statement).all()


def get_excuse(excuse_id: int, person: User) -> Excuse:
    """An application that a person may decide about.

    Raises:
        NotFound: there is none among theirs.
    """
    statement = select(Excuse).join(Excuse.enrolment).where(Excuse.id == excuse_id)
    if not person.is_operator:
        statement = statement.where(Enrolment.offering_id.in_(_taught(person)))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(gettext("There is no such application."))
    return found


def get_own_excuse(excuse_id: int, person: User) -> Excuse:
    """One's own application.

    Raises:
        NotFound: there is none of one's own.
    """
    statement = (
        select(Excuse)
        .join(Excuse.enrolment)
        .where(Excuse.id == excuse_id, Enrolment.user_id == person.id)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(gettext("There is no such application."))
    return found


def _taught(person: User) -> Select[int]:
    return (
        select(ClassSession.offering_id)
        .join(TeachingAssignment, TeachingAssignment.session_id == ClassSession.id)
        .where(TeachingAssignment.user_id == person.id)
    )


def corrections(*, waiting: bool) -> Sequence[Correction]:
    """Corrections of closed records: those that wait, oldest first, or the decided, newest first."""
    asked = Correction.status == CorrectionStatus.asked
    statement = (
        select(Correction)
        .where(asked if waiting else ~asked)
        .options(
            joinedload(Correction.enrolment).joinedload(Enrolment.user),
            joinedload(Correction.session)
            .joinedload(ClassSession.offering)
            .joinedload(Offering.course),
        )
        .order_by(Correction.id if waiting else Correction.id.desc())
        .limit(LISTED)
    )
    return db.session.scalars(statement).all()


def get_correction(correction_id: int) -> Correction:
    """One correction.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Correction, correction_id)
    if found is None:
        raise NotFound(gettext("There is no such correction."))
    return found
