"""Reading the lists that firms send."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Offering
from lms.core.db import db
from lms.core.errors import NotFound
from lms.enrolment.models import LIVE, Enrolment, ListStatus, UploadedList
from lms.firms.models import Firm, Membership

LATEST = 10


def get_list(list_id: int) -> UploadedList:
    """One list with its firm and offering.

    Raises:
        NotFound: there is none with that id.
    """
    options = [
        joinedload(UploadedList.firm),
        joinedload(UploadedList.offering).joinedload(Offering.course),
    ]
    found = db.session.get(UploadedList, list_id, options=options)
    if found is None:
        raise NotFound
    return found


def lists_of(offering: Offering, firm: Firm | None = None) -> Sequence[UploadedList]:
    """The latest lists for an offering, of one firm or of all; dropped ones are left out."""
    statement = (
        select(UploadedList)
        .where(UploadedList.offering_id == offering.id, UploadedList.status != ListStatus.dropped)
        .options(joinedload(UploadedList.firm), joinedload(UploadedList.actor))
        .order_by(UploadedList.id.desc())
        .limit(LATEST)
    )
    if firm is not None:
        statement = statement.where(UploadedList.firm_id == firm.id)
    return db.session.scalars(statement).all()


def earlier_offerings(firm: Firm, offering: Offering) -> Sequence[tuple[Offering, int]]:
    """Other offerings in which present members of a firm had or have a place for it, the latest first,
    and how many."""
    statement = (
        select(Enrolment.offering_id, func.count())
        .where(Enrolment.offering_id != offering.id, *_for(firm))
        .group_by(Enrolment.offering_id)
    )
    counts: dict[int, int] = dict(db.session.execute(statement).all())
    latest = (
        select(Offering)
        .join(Offering.course)
        .where(Offering.id.in_(counts))
        .options(contains_eager(Offering.course))
        .order_by(Offering.starts_on.desc(), Offering.id.desc())
        .limit(LATEST)
    )
    return [(one, counts[one.id]) for one in db.session.scalars(latest)]


def members_in(firm: Firm, offering: Offering) -> Sequence[Membership]:
    """Present members of a firm who had or have a place in an offering for it, by name."""
    wanted = select(Enrolment.user_id).where(Enrolment.offering_id == offering.id, *_for(firm))
    statement = (
        select(Membership)
        .where(
            Membership.firm_id == firm.id,
            Membership.ended_at.is_(None),
            Membership.user_id.in_(wanted),
        )
        .options(joinedload(Membership.user), joinedload(Membership.workplace))
    )
    return sorted(db.session.scalars(statement), key=lambda one: (one.user.name, one.id))


def _for(firm: Firm) -> tuple[ColumnElement[bool], ...]:
    present = select(Membership.user_id).where(
        Membership.firm_id == firm.id, Membership.ended_at.is_(None)
    )
    return (
        Enrolment.firm_id == firm.id,
        Enrolment.status.in_(LIVE),
        Enrolment.user_id.in_(present),
    )
