"""Interest in a course: asking to be told, and being told when it is scheduled."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.events import OfferingPublished
from lms.catalogue.models import Course, Offering
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.enrolment.events import InterestMet
from lms.enrolment.models import Interest
from lms.enrolment.queries import interested


def register_interest(*, actor: User, course: Course) -> None:
    """Ask to hear first when the course is scheduled. Asking twice is asking once."""
    row = _find(course, actor)
    if row is not None and row.told_at is None:
        return
    row = row or Interest(course_id=course.id, user_id=actor.id)
    row.created_at, row.told_at = clock.now(), None
    db.session.add(row)
    audit.record(actor.id, "enrolment.interest", course)


def drop_interest(*, actor: User, course: Course) -> None:
    """Hear nothing of it after all."""
    row = _find(course, actor)
    if row is not None:
        db.session.delete(row)
        audit.record(actor.id, "enrolment.drop_interest", course)


def tell_interested(event: OfferingPublished) -> None:
    """Reaction: whoever asked to hear of the course is told at once."""
    offering = db.session.get_one(Offering, event.offering_id)
    for row in interested(offering.course):
        row.told_at = clock.now()
        announce(InterestMet(offering.id, row.user_id))


def _find(course: Course, user: User) -> Interest | None:
    statement = select(Interest).where(Interest.course_id == course.id, Interest.user_id == user.id)
    return db.session.scalars(statement.with_for_update()).one_or_none()
