"""What the signed-in person may do with firms."""

from __future__ import annotations

from lms.accounts.models import User
from lms.firms.models import Membership, MembershipKind


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
