"""The session in its signed cookie, as Flask keeps it, but for less work a request."""

from __future__ import annotations

from datetime import timedelta
from time import time

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

SEEN = "seen"
A_MINUTE = timedelta(minutes=1)


class SignedCookies(SecureCookieSessionInterface):
    """One signer for all cookies; somebody who goes on is written a new one once a minute.

    (Flask makes a signer for each cookie it reads and each it writes, and signs a new cookie with every
    answer so that a session ends so long after the last request. Here that is a minute less exact, so a
    session is given that minute more.)
    """

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of the application's secret key; None without one."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """When the session has changed, or was last written more than a minute ago."""
        if session.permanent and time() - session.get(SEEN, 0) >= A_MINUTE.total_seconds():
            session[SEEN] = int(time())
        return session.modified
