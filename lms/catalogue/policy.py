"""Who may plan teaching."""

from __future__ import annotations

from lms.accounts.models import User


def can_plan(user: User) -> bool:
    """May change courses, offerings and class sessions: operators."""
    return user.is_operator
