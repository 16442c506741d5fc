"""The session's cookie: written when something changed, and once a minute for who goes on."""

from __future__ import annotations

import pytest
from itsdangerous import TimestampSigner

from lms.core import cookies

COOKIE = "session="


@pytest.fixture
def at(monkeypatch):
    """Set the time that cookies go by, and that they are signed and read at."""

    def set_to(seconds: int) -> None:
        monkeypatch.setattr(cookies, "time", lambda: 1_000_000 + seconds)
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: 1_000_000 + seconds)

    return set_to


def written(browse) -> bool:
    answer = browse.client.get("/my")
    assert answer.status_code == 200
    return any(one.startswith(COOKIE) for one in answer.headers.getlist("Set-Cookie"))


def test_a_cookie_is_written_once_a_minute(make, browse, sign_in, at):
    at(0)
    sign_in(make.user())
    with browse.client.session_transaction() as session:
        session.permanent = True
    browse.client.get("/my")
    assert not written(browse)
    at(59)
    assert not written(browse)
    at(60)
    assert written(browse)
    assert not written(browse)


def test_a_session_lasts_as_long_after_the_last_request_as_its_page_says(
    app, make, browse, sign_in, at
):
    at(0)
    sign_in(make.user())
    with browse.client.session_transaction() as session:
        session.permanent = True
    browse.client.get("/my")
    at(59)
    assert not written(browse)
    at(59 + app.config["IDLE_SECONDS"] - 1)
    assert browse.client.get("/my").status_code == 200
    at(59 + 2 * app.config["IDLE_SECONDS"] + 120)
    assert browse.client.get("/my").status_code == 303
