"""What the signed-in person may do with firms."""

from __future__ import annotations

from lms.accounts.models import User
from lms.firms.models import Membership, MembershipKind, Registration


def can_see_own_firm(user: User, membership: Membership | None) -> bool:
    """Whoever manages a firm's training now; `membership` is the person's present one."""
    return (
        membership is not None
        and membership.user_id == user.id
        and membership.ended_at is None
        and membership.kind is MembershipKind.manager
    )


def can_operate_firms(user: User) -> bool:
    """Operators."""
    return user.is_operator


def can_register(user: User) -> bool:
    """Everybody with an account may register a firm, ask to join one, and leave one."""
    return user.active


def can_decide_join(user: User, membership: Membership | None, registration: Registration) -> bool:
    """A present training manager of the firm that is to be joined, but not about oneself."""
    return (
        can_see_own_firm(user, membership)
        and membership is not None
        and registration.joins
        and registration.firm_id == membership.firm_id
        and registration.asked_by_id != user.id
    )
