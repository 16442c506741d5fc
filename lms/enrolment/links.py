"""The link in an offer's mail: signed, for one offer only, and worthless once that is answered."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from lms.enrolment.models import Enrolment


def offer_token(enrolment: Enrolment) -> str:
    """A token for the offer that an enrolment has now."""
    return _serializer().dumps([enrolment.id, _deadline(enrolment)])


def enrolment_id_of(token: str) -> int | None:
    """Whose offer it is, if the token is ours; whether it still stands: `fits`."""
    try:
        enrolment_id, _ = _serializer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return int(enrolment_id)


def fits(token: str, enrolment: Enrolment) -> bool:
    """Is it the token of the offer that this enrolment has now?"""
    return bool(_serializer().loads(token) == [enrolment.id, _deadline(enrolment)])


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="enrolment.offer")


def _deadline(enrolment: Enrolment) -> int:
    return int(enrolment.offered_until.timestamp()) if enrolment.offered_until else 0
