"""Reading what is true of one person only: deadlines put off, bars after no-shows, interests."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import User
from lms.catalogue.models import Course, Offering
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Deadline, Enrolment, Extension, Interest, NoShow


def extended_until(enrolment: Enrolment, deadline: Deadline) -> datetime | None:
    """A deadline that was put off for this person, or None."""
    statement = select(Extension.until).where(
        Extension.offering_id == enrolment.offering_id,
        Extension.user_id == enrolment.user_id,
        Extension.deadline == deadline,
    )
    return db.session.scalar(statement)


def extensions(offering: Offering) -> Sequence[Extension]:
    """Deadlines of an offering put off for single people, the latest first."""
    statement = (
        select(Extension)
        .where(Extension.offering_id == offering.id)
        .options(joinedload(Extension.user))
        .order_by(Extension.id.desc())
    )
    return db.session.scalars(statement).all()


def find_bar(user: User) -> NoShow | None:
    """The no-show that keeps a person from enrolling now, or None."""
    statement = (
        select(NoShow)
        .where(
            NoShow.user_id == user.id,
            NoShow.lifted_at.is_(None),
            NoShow.barred_until >= clock.today(),
        )
        .order_by(NoShow.barred_until.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def is_interested(course: Course, user: User) -> bool:
    """Does the person wait to hear of this course?"""
    statement = select(Interest.id).where(
        Interest.course_id == course.id, Interest.user_id == user.id, Interest.told_at.is_(None)
    )
    return db.session.scalar(statement) is not None


def interested(course: Course) -> Sequence[Interest]:
    """Who waits to hear of a course, in the order in which they asked."""
    statement = (
        select(Interest)
        .where(Interest.course_id == course.id, Interest.told_at.is_(None))
        .options(joinedload(Interest.user))
        .order_by(Interest.id)
    )
    return db.session.scalars(statement).all()


def interest_counts(course_ids: Collection[int]) -> dict[int, int]:
    """How many people wait to hear of each course; courses nobody waits for are left out."""
    statement = (
        select(Interest.course_id, func.count())
        .where(Interest.course_id.in_(course_ids), Interest.told_at.is_(None))
        .group_by(Interest.course_id)
    )
    return dict(db.session.execute(statement).all())
