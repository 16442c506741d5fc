"""What the signed-in person may do with accounts."""

from __future__ import annotations

from lms.accounts.models import User


def can_learn(user: User) -> bool:
    """Everybody with an account may learn."""
    return user.active


def can_teach(user: User) -> bool:
    """Instructors, and operators in their place."""
    return user.is_instructor or user.is_operator


def can_operate(user: User) -> bool:
    """The academy's desk: operators only."""
    return user.is_operator


def can_edit_own(user: User) -> bool:
    """One's own account: everybody."""
    return user.active


def can_deactivate(user: User, person: User) -> bool:
    """Operators, but nobody may shut themselves out."""
    return user.is_operator and user.id != person.id
