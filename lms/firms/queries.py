"""Reading firms, memberships and regions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import User
from lms.core.db import db
from lms.firms.models import Membership, MembershipKind


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
