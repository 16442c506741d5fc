"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts import passwords
from lms.accounts.models import Role, User
from lms.audit.models import AuditEntry
from lms.core.db import db
from tests.make import Make
from tests.pages import Browser, Page

PASSWORD = "right horse 7 battery"

Acting = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def person(make: Make, acting: Acting) -> User:
    with acting():
        kept = passwords.hashed(PASSWORD)
    return make.user(email="hong@example.org", password_hash=kept)


def sign_in(browse: Browser, email: str = "hong@example.org", password: str = PASSWORD) -> Page:
    return browse("/login").submit(email=email, password=password, follow=False)


@pytest.mark.usefixtures("person")
def test_the_right_password_opens_the_door(browse: Browser, acting: Acting) -> None:
    answer = sign_in(browse, " Hong@Example.ORG ")
    assert answer.status == 303
    with acting():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert entry.action == "account.sign_in"
    assert browse.client.get("/login").status_code == 303  # already in


@pytest.mark.usefixtures("person")
def test_wrong_password_and_unknown_address_get_the_same_answer(browse: Browser) -> None:
    wrong = sign_in(browse, password="something else 1")
    unknown = sign_in(browse, "nobody@example.org")
    assert (wrong.status, unknown.status) == (422, 422)
    assert wrong.text == unknown.text
    assert wrong.all("//input[@name='email']/@value") == ["hong@example.org"]  # typed text kept
    assert wrong.all("//input[@name='password']/@value") in ([], [""])


def test_a_closed_account_gets_the_same_answer_too(
    browse: Browser, make: Make, acting: Acting
) -> None:
    with acting():
        kept = passwords.hashed(PASSWORD)
    make.user(email="gone@example.org", password_hash=kept, active=False)
    assert sign_in(browse, "gone@example.org").text == sign_in(browse, "nobody@example.org").text


def test_an_unconfirmed_address_is_told_so_and_only_with_the_right_password(
    browse: Browser, make: Make, acting: Acting
) -> None:
    with acting():
        kept = passwords.hashed(PASSWORD)
    make.user(email="new@example.org", password_hash=kept, confirmed_at=None)
    told = sign_in(browse, "new@example.org")
    assert told.status == 422
    assert told.text != sign_in(browse, "new@example.org", "something else 1").text


@pytest.mark.usefixtures("person")
def test_after_five_wrong_tries_only_this_address_waits(
    browse: Browser, client: FlaskClient
) -> None:
    for _ in range(5):
        assert sign_in(browse, password="something else 1").status == 422
    shut = sign_in(browse)
    assert shut.status == 429
    assert "15" in shut.text
    token = browse("/login").all("//main//input[@name='csrf_token']/@value")[0]
    elsewhere = client.post(
        "/login",
        data={"email": "hong@example.org", "password": PASSWORD, "csrf_token": token},
        environ_overrides={"REMOTE_ADDR": "192.0.2.7"},
    )
    assert elsewhere.status_code == 303


@pytest.mark.usefixtures("person")
def test_the_right_password_clears_the_count(browse: Browser) -> None:
    for _ in range(2):
        for _ in range(4):
            sign_in(browse, password="something else 1")
        assert sign_in(browse).status == 303
        browse.client.post("/logout", data=_token(browse))


@pytest.mark.parametrize(
    ("wanted", "sent_to"),
    [
        ("/courses?q=mes", "/courses?q=mes"),
        ("https://evil.example/", "/my"),
        ("//evil.example/", "/my"),
        ("/\\evil.example/", "/my"),
        ("javascript:alert(1)", "/my"),
        ("/a\nSet-Cookie: x=1", "/my"),
        ("", "/my"),
    ],
)
@pytest.mark.usefixtures("person")
def test_people_are_sent_on_inside_this_site_only(
    client: FlaskClient, browse: Browser, wanted: str, sent_to: str
) -> None:
    answer = client.post(
        "/login",
        query_string={"next": wanted},
        data={"email": "hong@example.org", "password": PASSWORD, **_token(browse)},
    )
    assert answer.headers["Location"] == sent_to


@pytest.mark.parametrize(
    ("roles", "first"), [([], "/my"), ([Role.instructor], "/teach"), ([Role.operator], "/desk")]
)
def test_everybody_starts_at_their_own_desk(
    browse: Browser, make: Make, acting: Acting, client: FlaskClient, roles: list[Role], first: str
) -> None:
    with acting():
        kept = passwords.hashed(PASSWORD)
    make.user(email="hong@example.org", roles=roles, password_hash=kept)
    data = {"email": "hong@example.org", "password": PASSWORD, **_token(browse)}
    assert client.post("/login", data=data).headers["Location"] == first


@pytest.mark.usefixtures("person")
def test_signing_in_makes_a_new_session_and_signing_out_ends_it(
    browse: Browser, client: FlaskClient
) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    sign_in(browse)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.permanent
        assert "_user_id" in session
    client.post("/logout", data=_token(browse))
    with client.session_transaction() as session:
        assert "_user_id" not in session


def test_a_changed_session_key_signs_out_everywhere(
    browse: Browser, person: User, acting: Acting, client: FlaskClient
) -> None:
    sign_in(browse)
    assert client.get("/login").status_code == 303
    with acting():
        db.session.get_one(User, person.id).session_key = "another key"
    assert client.get("/login").status_code == 200


def _token(browse: Browser) -> dict[str, str]:
    """The token that a form of this session carries."""
    page = browse.client.get("/login", follow_redirects=True).text
    return {
        "csrf_token": page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    }
