"""What an account is known by: the key in session cookies, the text it is found by."""

from __future__ import annotations

import secrets

from lms.accounts.models import SEARCHED, User
from lms.core.searching import search_text


def new_session_key() -> str:
    """What a session cookie will hold; whoever changes it signs the person out everywhere."""
    return secrets.token_hex(16)


def people_text(user: User) -> str:
    """What people are found by: phone, name, the beginning of the address; as much as the row holds."""
    return search_text(user.phone, user.name, user.email[:100])[:SEARCHED]
