"""Mails about accounts. What causes them stands in lms/reactions.py."""

from __future__ import annotations

from lms.accounts import tokens
from lms.accounts.events import PasswordChanged, ResetRequested, SignedUp, SignedUpAgain
from lms.accounts.queries import get_user
from lms.core import clock
from lms.core.text import N_
from lms.notifications import services as notifications


def confirm_address(event: SignedUp) -> None:
    """The link that proves the address."""
    user = get_user(event.user_id)
    notifications.write(
        user,
        "accounts/confirm",
        secret_url=f"/confirm/{tokens.token(tokens.Purpose.confirm, user)}",
        action_label=N_("Confirm the e-mail address"),
        ends_at=clock.now() + tokens.LIFETIME[tokens.Purpose.confirm],
    )


def already_here(event: SignedUpAgain) -> None:
    """The answer to a second sign-up, told only to the owner of the address."""
    notifications.write(
        get_user(event.user_id),
        "accounts/already_here",
        action_url="/login",
        action_label=N_("Log in"),
    )


def reset_link(event: ResetRequested) -> None:
    """The link that lets a new password be set."""
    user = get_user(event.user_id)
    notifications.write(
        user,
        "accounts/reset",
        secret_url=f"/password/reset/{tokens.token(tokens.Purpose.reset, user)}",
        action_label=N_("Set a new password"),
        ends_at=clock.now() + tokens.LIFETIME[tokens.Purpose.reset],
    )


def password_changed(event: PasswordChanged) -> None:
    """So that nobody's password is changed without them knowing."""
    notifications.write(
        get_user(event.user_id),
        "accounts/password_changed",
        changed_at=clock.now(),
        action_url="/password/forgot",
        action_label=N_("This was not me"),
    )
