"""What happens to accounts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedUp:
    """Somebody has signed up, or asked again for the mail to confirm the address."""

    user_id: int


@dataclass(frozen=True)
class SignedUpAgain:
    """Somebody has signed up with the address of an account that is confirmed already."""

    user_id: int


@dataclass(frozen=True)
class ResetRequested:
    """Somebody wants a new password for an account."""

    user_id: int


@dataclass(frozen=True)
class PasswordChanged:
    """An account has a new password; everybody who was signed in with the old one is out."""

    user_id: int


@dataclass(frozen=True)
class InvitedAsked:
    """Somebody asks for a link to an account that was made for an invitation nobody has accepted."""

    user_id: int
