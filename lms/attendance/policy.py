"""Who may do what with attendance. Whose sheets somebody sees is decided by the query."""

from __future__ import annotations

from lms.accounts.models import User


def can_take(user: User) -> bool:
    """Take roll calls: instructors their own, operators all."""
    return user.is_instructor or user.is_operator


def can_check_in(user: User) -> bool:
    """Send the code of a class: anybody; whose class it is, the service looks."""
    return user.active


def can_correct(user: User) -> bool:
    """Change a record after its roll call was locked: operators only."""
    return user.is_operator


def can_set_kinds(user: User) -> bool:
    """Set kinds of excused absence and their limits: operators only."""
    return user.is_operator


def can_see_matrix(user: User) -> bool:
    """See an offering's attendance as a whole: operators only."""
    return user.is_operator
