"""Signing up, proving the address, a forgotten password: by the pages and the mails."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email import policy
from typing import Any

import pytest
from sqlalchemy import select, update

from lms.accounts import passwords, services
from lms.accounts.models import Consent, ConsentKind, User
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.core.legal import legal_text
from lms.jobs.queue import run_waiting
from lms.notifications.models import Message
from tests.make import Make
from tests.pages import Browser, Page

Acting = Callable[[], AbstractContextManager[None]]

PASSWORD = "right horse 7 battery"
FORM = {
    "name": "홍길동",
    "email": "Hong@Example.org",
    "phone": "010-1234-5678",
    "password": PASSWORD,
    "terms": "y",
    "privacy": "y",
}


def sign_up(browse: Browser, **changes: Any) -> Page:
    return browse("/signup").submit("/signup", **{**FORM, **changes})


def last_link(acting: Acting, beginning: str) -> str:
    """The link of the newest message, as it would stand in the mail."""
    with acting():
        message = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
        assert message is not None
        link: str = message.facts["secret_url"]
    assert link.startswith(beginning)
    return link


def test_from_the_form_to_the_open_account(browse: Browser, acting: Acting) -> None:
    sent = sign_up(browse)
    assert (sent.status, sent.path) == (200, "/signup/sent")
    assert "hong@example.org" in sent.text
    link = last_link(acting, "/confirm/")
    with acting():
        user = db.session.scalars(select(User)).one()
        assert (user.email, user.phone) == ("hong@example.org", "01012345678")
        assert user.confirmed_at is None
    wrong = browse(link).submit(password="not the right 1")
    assert wrong.status == 422
    opened = browse(link).submit(password=PASSWORD)
    assert opened.path == "/my"
    assert "홍길동" in opened.text
    assert browse(link, status=404).h1  # used: the account is confirmed now
    with acting():
        assert db.session.scalars(select(User)).one().confirmed_at is not None


def test_every_answer_to_a_request_for_consent_is_kept(browse: Browser, acting: Acting) -> None:
    page = browse("/signup")
    assert page.all("//input[@type='checkbox'][@checked]") == []  # none is ticked beforehand
    sign_up(browse)
    with acting():
        found = {one.kind: one for one in db.session.scalars(select(Consent))}
    assert {kind: one.given for kind, one in found.items()} == {
        ConsentKind.terms: True,
        ConsentKind.privacy: True,
        ConsentKind.news: False,
    }
    text = legal_text("privacy-consent", "ko")
    assert found[ConsentKind.privacy].text_hash == text.digest
    assert found[ConsentKind.privacy].version == f"{text.version} ko"
    assert found[ConsentKind.privacy].address == "127.0.0.1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "홍" * 51),
        ("name", "홍길동 😀"),
        ("email", "not an address"),
        ("phone", "12"),
        ("password", "short"),
        ("password", "hong-hong-77"),
        ("terms", None),
        ("privacy", None),
    ],
)
def test_a_fault_names_its_field_and_keeps_what_was_typed(
    browse: Browser, acting: Acting, field: str, value: str | None
) -> None:
    page = sign_up(browse, **{field: value})
    assert page.status == 422
    assert page.all(f"//*[@id='{field}-error']")
    if field != "email":
        assert page.all("//input[@name='email']/@value") == ["hong@example.org"]
    assert page.all("//input[@name='password']/@value") in ([], [""])
    with acting():
        assert db.session.query(User).count() == db.session.query(Message).count() == 0


def test_an_address_that_is_known_gets_the_same_page_and_another_mail(
    browse: Browser, make: Make, acting: Acting
) -> None:
    new = sign_up(browse, email="new@example.org")
    user = make.user("김철수", email="hong@example.org")
    known = sign_up(browse)
    assert known.text == new.text.replace("new@", "hong@")
    with acting():
        message = db.session.scalars(select(Message).where(Message.user_id == user.id)).one()
        assert message.template == "accounts/already_here"
        assert db.session.get_one(User, user.id).name == "김철수"


def test_the_newest_sign_up_of_an_unproven_address_counts(browse: Browser, acting: Acting) -> None:
    sign_up(browse, name="나쁜 사람", password="somebody else 1")
    first = last_link(acting, "/confirm/")
    sign_up(browse)
    second = last_link(acting, "/confirm/")
    assert browse(first, status=404).h1
    assert browse(second).submit(password="somebody else 1").status == 422
    assert browse(second).submit(password=PASSWORD).path == "/my"
    with acting():
        assert db.session.scalars(select(User)).one().name == "홍길동"


def test_links_are_old_after_their_time(browse: Browser, acting: Acting) -> None:
    sign_up(browse)
    link = last_link(acting, "/confirm/")
    with clock.frozen(clock.now() + timedelta(days=3, seconds=2)):
        page = browse(link, status=404)
        assert page.all("//a[@href='/confirm']")
    assert browse(link).status == 200
    other = "a" if link[-5] != "a" else "b"  # not the last letter: some of its bits say nothing
    assert browse(link[:-5] + other + link[-4:], status=404).h1


def test_the_mail_can_be_asked_for_again(browse: Browser, make: Make, acting: Acting) -> None:
    sign_up(browse)
    make.user(email="done@example.org")
    for address in ("hong@example.org", "done@example.org", "nobody@example.org"):
        assert browse("/confirm").submit(email=address).path == "/signup/sent"
    with acting():
        assert [one.address for one in db.session.scalars(select(Message))] == [
            "hong@example.org"
        ] * 2


def test_nobody_can_fill_a_mailbox(browse: Browser, acting: Acting) -> None:
    for _ in range(8):
        assert sign_up(browse).path == "/signup/sent"
    with acting():
        assert db.session.query(Message).count() == 5


def test_a_forgotten_password_is_set_once_by_mail(
    browse: Browser, make: Make, acting: Acting
) -> None:
    user = make.user(email="hong@example.org", confirmed_at=None)
    for address in ("hong@example.org", "nobody@example.org"):
        page = browse("/password/forgot").submit(email=address)
        assert (page.status, page.path) == (200, "/password/sent")
    link = last_link(acting, "/password/reset/")
    weak = browse(link).submit(password="password1234")
    assert weak.status == 422
    done = browse(link).submit(password=PASSWORD)
    assert done.path == "/my"
    assert browse(link, status=404).h1
    with acting():
        found = db.session.get_one(User, user.id)
        assert passwords.matches(found.password_hash, PASSWORD)
        assert found.session_key != user.session_key
        assert found.confirmed_at is not None  # the mail proved the address
        sent = [one.template for one in db.session.scalars(select(Message))]
        assert sent == ["accounts/reset", "accounts/password_changed"]


def test_a_reset_link_lives_for_an_hour(browse: Browser, make: Make, acting: Acting) -> None:
    make.user(email="hong@example.org")
    browse("/password/forgot").submit(email="hong@example.org")
    link = last_link(acting, "/password/reset/")
    with clock.frozen(clock.now() + timedelta(hours=1, seconds=2)):
        assert browse(link, status=404).h1
    confirm = link.replace("/password/reset/", "/confirm/")
    assert browse(confirm, status=404).h1  # a link for one purpose serves no other


def test_a_closed_account_gets_no_link(browse: Browser, make: Make, acting: Acting) -> None:
    make.user(email="hong@example.org", active=False)
    assert browse("/password/forgot").submit(email="hong@example.org").path == "/password/sent"
    with acting():
        assert db.session.query(Message).count() == 0


def test_mails_carry_the_link_and_the_desk_does_not_show_it(
    app: Gate, browse: Browser, acting: Acting, make: Make, sign_in: Callable[[User], User]
) -> None:
    from_home = app.extensions["settings"].home
    sign_up(browse)
    link = last_link(acting, "/confirm/")
    sign_in(make.operator())
    with acting():
        number = db.session.scalars(select(Message.id)).one()
    before = browse(f"/desk/messages/{number}")
    assert link not in before.body
    assert run_waiting(app) == 1
    mail = next((from_home / "mail").glob("*.eml")).read_bytes()
    body = email.message_from_bytes(mail, policy=policy.default).get_body(("plain",))
    assert body is not None
    assert link in body.get_content()
    after = browse(f"/desk/messages/{number}")
    assert link not in after.body
    with acting():
        assert not re.search(r"confirm/\w", str(db.session.scalars(select(Message)).one().facts))


def test_a_password_that_was_replaced_while_it_was_checked_confirms_nothing(
    make: Make, acting: Acting
) -> None:
    """Somebody else signs up with the address between the check of the password and the write."""
    person = make.user(confirmed_at=None)
    with pytest.raises(Refused) as caught, acting():
        user = db.session.get_one(User, person.id)
        newer = update(User).values(session_key="newer", password_hash="theirs")
        db.session.execute(newer.execution_options(synchronize_session=False))
        services.confirm(user=user)
    assert caught.value.code == "changed-meanwhile"
