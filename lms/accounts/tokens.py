"""Links in mails: signed, bound to the account as it is now, and valid for a limited time.

A link carries a fingerprint of the password and the session key. Whatever changes these (the link's
own use among them) makes every earlier link worthless, so nothing has to be stored or deleted.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from enum import Enum

from flask import current_app
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from lms.accounts.models import User
from lms.core import clock


class Purpose(Enum):
    """What a link is for; one can't be used for the other."""

    confirm = "confirm"
    reset = "reset"


LIFETIME = {Purpose.confirm: timedelta(days=3), Purpose.reset: timedelta(hours=1)}


class _Signer(TimestampSigner):
    """Signs with the time of our clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def token(purpose: Purpose, user: User) -> str:
    """A token for a link."""
    return _serializer(purpose).dumps([user.id, _fingerprint(user)])


def user_id_of(purpose: Purpose, text: str) -> int | None:
    """Whose token it is, if it is ours and not too old; whether it still fits: `fits`."""
    try:
        user_id, _ = _serializer(purpose).loads(
            text, max_age=int(LIFETIME[purpose].total_seconds())
        )
    except (BadData, ValueError, TypeError):
        return None
    return int(user_id)


def fits(purpose: Purpose, text: str, user: User) -> bool:
    """Is it a token of this person as the account is now?"""
    if user_id_of(purpose, text) != user.id:
        return False
    _, fingerprint = _serializer(purpose).loads(text)
    return bool(fingerprint == _fingerprint(user))


def _serializer(purpose: Purpose) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        str(current_app.secret_key), salt=f"accounts.{purpose.value}", signer=_Signer
    )


def _fingerprint(user: User) -> str:
    state = f"{user.session_key}|{user.password_hash}|{user.confirmed_at is not None}"
    return hashlib.sha256(state.encode()).hexdigest()[:20]
