"""Who of a class has another class at the same time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Course, Offering
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus


@dataclass(frozen=True)
class Clash:
    """A person with a seat in the class, and the other class they have a seat in."""

    user_id: int
    name: str
    course: str
    starts_at: datetime
    ends_at: datetime


def clashes_of(session_ids: Collection[int]) -> Sequence[Clash]:
    """The other classes that the people of some classes have at their times, by name. One query."""
    here, there = aliased(Enrolment), aliased(Enrolment)
    planned = aliased(ClassSession)
    statement = (
        select(User.id, User.name, Course.title_ko, ClassSession.starts_at, ClassSession.ends_at)
        .distinct()
        .select_from(planned)
        .join(here, here.offering_id == planned.offering_id)
        .join(there, there.user_id == here.user_id)
        .join(ClassSession, ClassSession.offering_id == there.offering_id)
        .join(Offering, Offering.id == there.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .join(User, User.id == here.user_id)
        .where(
            planned.id.in_(session_ids),
            here.status == EnrolmentStatus.enrolled,
            there.offering_id != planned.offering_id,
            there.status == EnrolmentStatus.enrolled,
            ClassSession.called_off_at.is_(None),
            ClassSession.starts_at < planned.ends_at,
            ClassSession.ends_at > planned.starts_at,
        )
        .order_by(User.name, User.id, ClassSession.starts_at)
    )
    return [Clash(*row) for row in db.session.execute(statement)]
