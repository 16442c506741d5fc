"""Messages at the desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lms.accounts.models import User
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.jobs.queue import run_waiting
from lms.notifications import services
from lms.notifications.models import Message, MessageStatus
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]


def test_an_operator_sees_each_message_and_its_fate(
    app: Gate, browse: Browser, make: Make, acting: Acting, sign_in: SignIn
) -> None:
    user = make.user("홍길동", email="hong@example.org")
    with acting():
        good = services.write(user, "accounts/already_here")
        bad = services.write(user, "accounts/no_such_letter")
    run_waiting(app)
    sign_in(make.operator())
    page = browse("/desk/messages")
    assert "ho**@example.org" in page.text
    assert "hong@example.org" not in page.body
    only_failed = browse("/desk/messages?status=failed")
    assert f"/desk/messages/{bad}" in only_failed.body
    assert f"/desk/messages/{good}" not in only_failed.body
    assert "홍길동" in browse(f"/desk/messages/{good}").text
    failed = browse(f"/desk/messages/{bad}")
    assert "no_such_letter" in failed.text
    again = failed.submit("/retry")
    assert again.path == f"/desk/messages/{bad}"
    with acting():
        assert db.session.get_one(Message, bad).status is MessageStatus.queued


def test_only_failed_messages_are_sent_again(make: Make, acting: Acting) -> None:
    operator = make.operator()
    with acting():
        message = db.session.get_one(Message, services.write(operator, "accounts/already_here"))
        with pytest.raises(Refused):
            services.retry(actor=operator, message=message)
