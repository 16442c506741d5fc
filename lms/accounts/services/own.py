"""What people do with their own account."""

from __future__ import annotations

from typing import Any

from lms.accounts import passwords
from lms.accounts.events import InvitedAsked, PasswordChanged, ResetRequested
from lms.accounts.identity import new_session_key, people_text
from lms.accounts.models import User
from lms.accounts.queries import find_by_email
from lms.accounts.services.held import hold_as_seen
from lms.audit import services as audit
from lms.core import clock
from lms.core.events import announce


def note_sign_in(*, user: User, password: str) -> None:
    """Somebody has signed in with the right password; it is kept anew if our parameters grew."""
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hashed(password)
    audit.record(user.id, "account.sign_in", user)


def request_reset(*, email: str) -> None:
    """Send a link for a new password, if there is such an account.

    Who was invited and has not accepted gets the invitation again: a password alone would open the
    account without their consent.
    """
    user = find_by_email(email)
    if user is None or not user.active:
        return
    audit.record(None, "account.reset_request", user)
    announce(InvitedAsked(user.id) if user.is_unused else ResetRequested(user.id))


def reset_password(*, user: User, password: str) -> None:
    """Set a new password by the link of a mail; the address is proven by it as well.

    Raises:
        Refused: the link was used at the same moment.
    """
    hold_as_seen(user)
    user.confirmed_at = user.confirmed_at or clock.now()
    _set_password(user, password)
    audit.record(user.id, "account.reset", user)
    announce(PasswordChanged(user.id))


def change_password(*, actor: User, password: str) -> None:
    """Set one's own new password (the old one was given)."""
    _set_password(actor, password)
    audit.record(actor.id, "account.password", actor)
    announce(PasswordChanged(actor.id))


def _set_password(user: User, password: str) -> None:
    user.password_hash = passwords.hashed(password)
    user.session_key = new_session_key()


def change_profile(*, actor: User, name: str, phone: str, locale: str) -> None:
    """Change one's own details."""
    wanted = {"name": name, "phone": phone, "locale": locale}
    changed = {key: value for key, value in wanted.items() if getattr(actor, key) != value}
    if not changed:
        return
    details: dict[str, Any] = {key: [getattr(actor, key), value] for key, value in changed.items()}
    for key, value in changed.items():
        setattr(actor, key, value)
    actor.search_text = people_text(actor)
    audit.record(actor.id, "account.profile", actor, **details)
