"""Reading who belongs to which firm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.core.db import db
from lms.core.errors import NotFound
from lms.firms.models import Firm, Membership, MembershipKind


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


def members(firm: Firm) -> Sequence[Membership]:
    """Who belongs to a firm now, managers first, then by name."""
    statement = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.firm_id == firm.id, Membership.ended_at.is_(None))
        .options(contains_eager(Membership.user), joinedload(Membership.workplace))
        .order_by(Membership.kind.desc(), User.name, Membership.id)
    )
    return db.session.scalars(statement).all()


def managers(firm: Firm) -> Sequence[Membership]:
    """Who manages a firm's training now, longest first."""
    statement = (
        select(Membership)
        .where(
            Membership.firm_id == firm.id,
            Membership.ended_at.is_(None),
            Membership.kind == MembershipKind.manager,
        )
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    )
    return db.session.scalars(statement).all()


def get_member(firm: Firm, membership_id: int) -> Membership:
    """One of the firm's present people.

    Raises:
        NotFound: nobody of the firm's present people has that membership.
    """
    statement = (
        select(Membership)
        .where(
            Membership.id == membership_id,
            Membership.firm_id == firm.id,
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user), joinedload(Membership.workplace))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


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


def present_memberships(user_ids: Iterable[int]) -> dict[int, Membership]:
    """The present membership of each of these people who has one, with its firm."""
    statement = (
        select(Membership)
        .where(Membership.user_id.in_(list(user_ids)), Membership.ended_at.is_(None))
        .options(joinedload(Membership.firm))
    )
    return {membership.user_id: membership for membership in db.session.scalars(statement)}
