"""What an account is known by: the key in session cookies, the text it is found by."""

from __future__ import annotations

import secrets

from lms.accounts.models import User
from lms.core.searching import search_text


def new_session_key() -> str:
    """What a session cookie will hold; whoever changes it signs the person out everywhere."""
    return secrets.token_hex(16)


def people_text(user: User) -> str:
    """What people are found by: name, the beginning of the address, phone."""
    return search_text(user.name, user.email[:100], user.phone)
