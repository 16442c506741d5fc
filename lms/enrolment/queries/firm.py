"""Reading the enrolments a firm's training manager may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, and_, not_, or_, select
from sqlalchemy.orm import contains_eager

from lms.accounts.models import User
from lms.catalogue.models import Offering, OfferingStatus
from lms.core.db import db
from lms.core.paging import Page, paged
from lms.enrolment.models import LIVE, Enrolment, Seat
from lms.enrolment.queries.seats import is_held
from lms.firms.models import Firm, Invitation, Membership

OVER = frozenset({OfferingStatus.finished, OfferingStatus.cancelled})
"""States of an offering in which its enrolments belong to the past."""


def of_firm(firm: Firm) -> Sequence[Enrolment]:
    """Enrolments made for a firm by people who still belong to it, the latest start first.

    Somebody who has left is not in it, nor what a present member did for an earlier firm.
    """
    statement = _of_firm(firm).order_by(Offering.starts_on.desc(), User.name, Enrolment.id)
    return db.session.scalars(statement).unique().all()


def part_of_firm(
    firm: Firm, number: int, *, past: bool, user_id: int | None = None, size: int = 10
) -> Page[Enrolment]:
    """A page of the same enrolments: what is past, the latest first, or what is not, the next first.

    Args:
        firm: whose people.
        number: of the page, from 1.
        past: the course is over or cancelled, or the enrolment has ended.
        user_id: only this person's.
        size: enrolments a page; few, since a phone shows each as a card.
    """
    over = or_(Enrolment.status.not_in(LIVE), Offering.status.in_(OVER))
    first = Offering.starts_on.desc() if past else Offering.starts_on
    statement = _of_firm(firm).where(over if past else not_(over))
    if user_id is not None:
        statement = statement.where(Enrolment.user_id == user_id)
    return paged(statement.order_by(first, User.name, Enrolment.id), number, size)


def _of_firm(firm: Firm) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.user)
        .join(Enrolment.offering)
        .join(Offering.course)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Enrolment.firm_id == firm.id,
            Membership.firm_id == firm.id,
            Membership.ended_at.is_(None),
        )
        .options(
            contains_eager(Enrolment.user),
            contains_eager(Enrolment.offering).contains_eager(Offering.course),
        )
    )


def asked_for(invitations: Iterable[Invitation]) -> Mapping[int, Sequence[Enrolment]]:
    """What a firm asked for since it invited people, and what still stands, by the invitation's id.

    Only the firm can have asked for it: while somebody is merely invited, their own applications are
    not made for the firm. One query.
    """
    since = and_(
        Enrolment.user_id == Invitation.user_id,
        Enrolment.firm_id == Invitation.firm_id,
        Enrolment.applied_at >= Invitation.created_at,
        Enrolment.status.in_(LIVE),
    )
    statement = (
        select(Invitation.id, Enrolment)
        .join(Enrolment, since)
        .join(Enrolment.offering)
        .join(Offering.course)
        .where(Invitation.id.in_([one.id for one in invitations]))
        .options(contains_eager(Enrolment.offering).contains_eager(Offering.course))
        .order_by(Offering.starts_on, Enrolment.id)
    )
    found: defaultdict[int, list[Enrolment]] = defaultdict(list)
    for invitation_id, enrolment in db.session.execute(statement):
        found[invitation_id].append(enrolment)
    return found


def held_by(firm: Firm, offering: Offering) -> Sequence[Seat]:
    """Seats of an offering that a firm holds now without having named anybody, by number."""
    statement = (
        select(Seat)
        .where(
            Seat.offering_id == offering.id,
            Seat.enrolment_id.is_(None),
            Seat.held_by_firm_id == firm.id,
            is_held(),
        )
        .order_by(Seat.number)
    )
    return db.session.scalars(statement).all()
