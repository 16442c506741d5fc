"""Who may change rooms."""

from __future__ import annotations

from lms.accounts.models import User


def can_keep_rooms(user: User) -> bool:
    """May add and change rooms: operators."""
    return user.is_operator
