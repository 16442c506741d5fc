"""What people do with their own account."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts import passwords
from lms.accounts.models import Consent, ConsentKind, User
from lms.accounts.services import answer_consent
from lms.audit.models import AuditEntry
from lms.core.db import db
from lms.core.errors import Refused
from lms.firms.models import MembershipKind
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]

OLD, NEW = "right horse 7 battery", "another horse 8 staple"


def test_details_are_changed_and_found_by(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    user = sign_in(make.user("홍길동", phone="01012345678"))
    page = browse("/my/profile")
    assert page.all("//input[@name='phone']/@value") == ["010-1234-5678"]
    saved = page.submit("/my/profile", name="홍 길순", phone="063-123-4567", locale="en")
    assert saved.path == "/my/profile"
    with acting():
        found = db.session.get_one(User, user.id)
        assert (found.name, found.phone, found.locale) == ("홍 길순", "0631234567", "en")
        assert "ㅎㄱㅅ" in found.search_text
        entry = db.session.scalars(select(AuditEntry)).one()
        assert entry.details["name"] == ["홍길동", "홍 길순"]
    assert browse("/my/profile").submit("/my/profile", name="😀").status == 422


def test_a_new_password_signs_out_elsewhere_but_not_here(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    with acting():
        kept = passwords.hashed(OLD)
    user = sign_in(make.user(password_hash=kept))
    wrong = browse("/my/password").submit(old="not it at all", password=NEW)
    assert wrong.status == 422
    assert wrong.all("//*[@id='old-error']")
    assert browse("/my/password").submit(old=OLD, password="password123").status == 422
    assert browse("/my/password").submit(old=OLD, password=NEW).path == "/my/profile"
    with acting():
        found = db.session.get_one(User, user.id)
        assert found.session_key != user.session_key
        assert passwords.matches(found.password_hash, NEW)


def test_news_can_be_wanted_and_withdrawn_and_the_rest_not(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    user = sign_in(make.user())
    browse("/my/profile").submit("/my/consents/news")
    browse("/my/profile").submit("/my/consents/news")
    with acting():
        answers = [(one.kind, one.given) for one in db.session.scalars(select(Consent))]
        assert answers == [(ConsentKind.news, True), (ConsentKind.news, False)]
    with acting(), pytest.raises(Refused) as refused:
        answer_consent(actor=user, kind=ConsentKind.privacy, given=False)
    assert refused.value.code == "consent-needed"


def test_people_read_what_their_firm_sees(browse: Browser, make: Make, sign_in: SignIn) -> None:
    user = sign_in(make.user())
    firm = make.firm("한빛정밀")
    assert "한빛정밀" not in browse("/my/profile").text
    make.member(user, firm, MembershipKind.employee)
    assert "한빛정밀" in browse("/my/profile").text


def test_staying_signed_in_gives_a_fresh_token_to_the_signed_in_only(
    client: FlaskClient, make: Make, sign_in: SignIn
) -> None:
    asked = client.get("/my/stay", headers={"Accept": "application/json"})
    assert asked.status_code == 401
    sign_in(make.user())
    answer = client.get("/my/stay", headers={"Accept": "application/json"})
    assert answer.get_json()["token"]
