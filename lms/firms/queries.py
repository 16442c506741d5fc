"""Reading firms, memberships and regions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm, Membership, MembershipKind, Region


def find_membership(user: User) -> Membership | None:
    """The person's present membership with its firm, or None."""
    statement = (
        select(Membership)
        .where(Membership.user_id == user.id, Membership.ended_at.is_(None))
        .options(joinedload(Membership.firm))
    )
    return db.session.scalars(statement).one_or_none()


def is_manager(user: User) -> bool:
    """Does the person manage a firm's training now?"""
    membership = find_membership(user)
    return membership is not None and membership.kind is MembershipKind.manager


def get_firm(firm_id: int) -> Firm:
    """One firm with its region.

    Raises:
        NotFound: there is none with that id.
    """
    firm = db.session.get(Firm, firm_id, options=[joinedload(Firm.region)])
    if firm is None:
        raise NotFound
    return firm


def find_firm_by_number(digits: str) -> Firm | None:
    """The firm with that business number (digits only), or None."""
    return db.session.scalars(select(Firm).where(Firm.business_number == digits)).one_or_none()


def firms(
    question: str,
    page: int,
    *,
    level: FactoryLevel | None = None,
    province: str = "",
) -> Page[Firm]:
    """Firms by name.

    Args:
        question: words or initial consonants of the name, or part of the business number.
        province: the first two digits of a region code.
    """
    statement = select(Firm).options(joinedload(Firm.region)).order_by(Firm.name, Firm.id)
    for pattern in like_patterns(question):
        statement = statement.where(Firm.search_text.like(pattern, escape="\\"))
    if level is not None:
        statement = statement.where(Firm.level == level)
    if province:
        statement = statement.where(Firm.region_code.startswith(province, autoescape=True))
    return paged(statement, page, 30)


def all_firms() -> Sequence[Firm]:
    """Every firm by name, for choosing one."""
    return db.session.scalars(select(Firm).order_by(Firm.name, Firm.id)).all()


def members(firm: Firm) -> Sequence[Membership]:
    """Who belongs to a firm now, managers first, then by name."""
    statement = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.firm_id == firm.id, Membership.ended_at.is_(None))
        .options(contains_eager(Membership.user))
        .order_by(Membership.kind.desc(), User.name, Membership.id)
    )
    return db.session.scalars(statement).all()


def member_counts(firm_ids: Iterable[int]) -> dict[int, int]:
    """How many people belong to each firm now."""
    statement = (
        select(Membership.firm_id, func.count())
        .where(Membership.firm_id.in_(list(firm_ids)), Membership.ended_at.is_(None))
        .group_by(Membership.firm_id)
    )
    return dict(db.session.execute(statement).all())


def memberships_ever(user: User) -> Sequence[Membership]:
    """Every membership a person ever had, newest first."""
    statement = (
        select(Membership)
        .where(Membership.user_id == user.id)
        .options(joinedload(Membership.firm))
        .order_by(Membership.id.desc())
    )
    return db.session.scalars(statement).all()


def choosable_regions(day: date) -> list[Region]:
    """Regions a firm's address can lie in on a day: cities and counties, and provinces without any.

    A district (일반구) is left out, since it rolls up to its city.
    """
    statement = (
        select(Region)
        .where(
            Region.rolls_up_to.is_(None),
            or_(Region.valid_from.is_(None), Region.valid_from <= day),
            or_(Region.valid_until.is_(None), Region.valid_until >= day),
        )
        .order_by(Region.code)
    )
    found = db.session.scalars(statement).all()
    with_cities = {region.code[:2] for region in found if not region.code.endswith("000")}
    return [r for r in found if not (r.code.endswith("000") and r.code[:2] in with_cities)]


def present_memberships(user_ids: Iterable[int]) -> dict[int, Membership]:
    """The present membership of each of these people who has one, with its firm."""
    statement = (
        select(Membership)
        .where(Membership.user_id.in_(list(user_ids)), Membership.ended_at.is_(None))
        .options(joinedload(Membership.firm))
    )
    return {membership.user_id: membership for membership in db.session.scalars(statement)}


def provinces() -> list[tuple[str, str]]:
    """(first two digits, name) of every province that a firm lies in, by code."""
    statement = select(Region).join(Firm, Firm.region_code == Region.code).distinct()
    found = {region.code[:2]: region.province for region in db.session.scalars(statement)}
    return sorted(found.items())
