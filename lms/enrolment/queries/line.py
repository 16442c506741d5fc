"""The waiting line: its order, and who stands where."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased

from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus

LINE = (Enrolment.priority, Enrolment.applied_at, Enrolment.id)
"""The order of the waiting line."""


def place_in_line(enrolment: Enrolment) -> int:
    """Which place a waiting person has in the line, from 1."""
    return places_in_line([enrolment])[enrolment.id]


def places_in_line(enrolments: Collection[Enrolment]) -> dict[int, int]:
    """Places in line, by enrolment id, of those that wait. One query."""
    ids = [one.id for one in enrolments if one.status is EnrolmentStatus.waiting]
    if not ids:
        return {}
    before = aliased(Enrolment)
    place = (
        select(func.count(before.id))
        .where(
            before.offering_id == Enrolment.offering_id,
            before.status == EnrolmentStatus.waiting,
            tuple_(before.priority, before.applied_at, before.id) <= tuple_(*LINE),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    rows = db.session.execute(select(Enrolment.id, place).where(Enrolment.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
