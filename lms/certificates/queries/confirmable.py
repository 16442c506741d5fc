"""What a person can have confirmed: courses they attend, offerings they teach.

Not of courses whose papers are no longer kept: they would be destroyed at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Offering, TeachingAssignment
from lms.certificates.queries.keeping import kept_since
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus


def attended_by(user: User) -> Sequence[Enrolment]:
    """Enrolments with a seat in offerings that have begun, the newest first."""
    statement = (
        select(Enrolment)
        .join(Enrolment.offering)
        .where(
            Enrolment.user_id == user.id,
            Enrolment.status == EnrolmentStatus.enrolled,
            Offering.starts_on <= clock.today(),
            Offering.ends_on > kept_since(),
        )
        .options(contains_eager(Enrolment.offering).joinedload(Offering.course))
        .order_by(Offering.starts_on.desc(), Enrolment.id.desc())
    )
    return db.session.scalars(statement).all()


def taught_by(user: User) -> Sequence[Offering]:
    """Offerings in which somebody has taught a class that is over, the newest first."""
    over = (
        select(ClassSession.offering_id)
        .join(TeachingAssignment, TeachingAssignment.session_id == ClassSession.id)
        .where(
            TeachingAssignment.user_id == user.id,
            ClassSession.called_off_at.is_(None),
            ClassSession.ends_at <= clock.now(),
        )
    )
    statement = (
        select(Offering)
        .where(Offering.id.in_(over), Offering.ends_on > kept_since())
        .options(joinedload(Offering.course))
        .order_by(Offering.starts_on.desc(), Offering.id.desc())
    )
    return db.session.scalars(statement).all()
