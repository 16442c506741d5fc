"""Signing in and out, signing up, passwords, roles, consents: the only writers of the area."""

from __future__ import annotations

from lms.accounts import passwords
from lms.accounts.models import User
from lms.audit import services as audit


def note_sign_in(*, user: User, password: str) -> None:
    """Somebody has signed in with the right password; it is kept anew if our parameters grew."""
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    audit.record(user.id, "account.sign_in", user)
