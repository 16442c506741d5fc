"""What the signed-in person may do with messages."""

from __future__ import annotations

from typing import Any


def can_see_messages(user: Any) -> bool:
    """Operators. (Accounts stand on a later floor; what counts is the property.)"""
    return bool(user.is_operator)
