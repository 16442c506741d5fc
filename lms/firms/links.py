"""The link in an invitation's mail: signed, for one invitation only, worthless once it is answered.

It proves that somebody reads the mails of the address. That is enough to decline, and to take over
an account that was made for the invitation; an account that is in use must be signed in to.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from lms.firms.models import Invitation


def invitation_token(invitation: Invitation) -> str:
    """A token for an invitation."""
    return _serializer().dumps([invitation.id, _made(invitation)])


def invitation_id_of(token: str) -> int | None:
    """Which invitation it is, if the token is ours; whether it belongs to it: `fits`."""
    try:
        invitation_id, _ = _serializer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return int(invitation_id)


def fits(token: str, invitation: Invitation) -> bool:
    """Is it the token of this invitation?"""
    return bool(_serializer().loads(token) == [invitation.id, _made(invitation)])


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="firms.invitation")


def _made(invitation: Invitation) -> int:
    return int(invitation.created_at.timestamp())
