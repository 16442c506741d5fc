"""What the signed-in person may do with firms."""

from __future__ import annotations

from lms.accounts.models import User
from lms.firms.queries import is_manager


def can_see_own_firm(user: User) -> bool:
    """Whoever manages a firm's training now."""
    return is_manager(user)


def can_operate_firms(user: User) -> bool:
    """Operators."""
    return user.is_operator
