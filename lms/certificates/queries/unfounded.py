"""Certificates that have lost their ground: the course counts as not completed any more.

Corrections and decisions can turn a verdict after the certificate was issued. The register does not
follow by itself, because a paper is in somebody's hands: an operator revokes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Offering
from lms.certificates.models import Certificate, Series
from lms.certificates.queries.entries import LIVE
from lms.completion.models import Judgement, Verdict
from lms.core.db import db


def unfounded() -> Sequence[tuple[Certificate, Judgement]]:
    """Live certificates whose course is judged as not completed now, with that verdict."""
    statement = (
        select(Certificate, Judgement)
        .join(Judgement, Judgement.enrolment_id == Certificate.enrolment_id)
        .where(_without_ground())
        .options(
            joinedload(Certificate.holder),
            joinedload(Certificate.offering).joinedload(Offering.course),
        )
        .order_by(Judgement.judged_at.desc(), Certificate.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def unfounded_count() -> int:
    """How many there are."""
    statement = (
        select(func.count(Certificate.id))
        .join(Judgement, Judgement.enrolment_id == Certificate.enrolment_id)
        .where(_without_ground())
    )
    return db.session.scalar(statement) or 0


def find_lost_ground(certificate: Certificate) -> Judgement | None:
    """The verdict that has taken a certificate's ground away, or None while it stands."""
    statement = (
        select(Judgement)
        .join(Certificate, Certificate.enrolment_id == Judgement.enrolment_id)
        .where(Certificate.id == certificate.id, _without_ground())
    )
    return db.session.scalars(statement).one_or_none()


def _without_ground() -> ColumnElement[bool]:
    return and_(
        Certificate.series == Series.completion,
        Certificate.status.in_(LIVE),
        Judgement.verdict == Verdict.not_completed,
    )
