"""What the signed-in person may do with notices. Reading them is for everybody."""

from __future__ import annotations

from lms.accounts.models import User


def can_write_notices(user: User) -> bool:
    """Operators."""
    return user.is_operator
