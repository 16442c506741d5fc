"""What the desk watches: applications to decide, windows that open and close, offerings too empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from lms.catalogue.models import Offering, OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries.seats import SeatCount, seat_counts

SOON = timedelta(days=7)
NEAR = timedelta(days=14)
"""From how long before the first day too few people are worth an alert."""


@dataclass(frozen=True)
class Watched:
    """An offering that wants attention, with its seats."""

    offering: Offering
    seats: SeatCount


def to_approve() -> int:
    """How many applications wait for a decision."""
    statement = (
        select(func.count(Enrolment.id))
        .join(Offering)
        .where(
            Enrolment.status == EnrolmentStatus.applied,
            Offering.status == OfferingStatus.published,
        )
    )
    return db.session.scalar(statement) or 0


def windows_soon() -> Sequence[Offering]:
    """Published offerings whose enrolment opens or closes within a week, in order of time."""
    now = clock.now()
    soon = now + SOON
    statement = _published().where(
        or_(Offering.enrol_from.between(now, soon), Offering.enrol_until.between(now, soon))
    )
    found = db.session.scalars(statement).all()
    return sorted(
        found, key=lambda one: one.enrol_from if one.enrol_from > now else one.enrol_until
    )


def under_minimum() -> list[Watched]:
    """Published offerings that begin within two weeks and have fewer people than they need."""
    statement = _published().where(Offering.minimum > 0, Offering.starts_on <= clock.today() + NEAR)
    found = db.session.scalars(statement.order_by(Offering.starts_on)).all()
    counts = seat_counts([one.id for one in found])
    watched = [Watched(one, counts[one.id]) for one in found]
    return [one for one in watched if one.seats.taken < one.offering.minimum]


def _published() -> Select[Offering]:
    return (
        select(Offering)
        .join(Offering.course)
        .where(Offering.status == OfferingStatus.published)
        .options(contains_eager(Offering.course))
    )
