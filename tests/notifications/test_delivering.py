"""Messages: written with their cause, sent once, tried again, never lost."""

from __future__ import annotations

import email
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.jobs.queue import run_job, run_waiting
from lms.notifications import services
from lms.notifications.models import Message, MessageStatus
from tests.make import Make
from tests.notifications.smtp_sink import closed_port, sink

Acting = Callable[[], AbstractContextManager[None]]

START = datetime(2026, 11, 23, 0, 0, tzinfo=clock.SEOUL)


@pytest.fixture
def mail_to(app: Gate) -> Iterator[Callable[[str], None]]:
    """Send mail somewhere else for this test."""
    before = app.extensions["settings"]

    def change(url: str) -> None:
        app.extensions["settings"] = replace(before, mail_url=url)

    yield change
    app.extensions["settings"] = before


@pytest.fixture
def write(make: Make, acting: Acting) -> Callable[..., int]:
    """Write a message to a person and return its id."""

    def write(user: User | None = None, template: str = "accounts/already_here") -> int:
        user = user or make.user("홍길동", email="hong@example.org")
        with acting():
            return services.write(user, template, action_url="/login", action_label="Log in")

    return write


def fate(acting: Acting, message_id: int) -> Message:
    with acting():
        return db.session.get_one(Message, message_id)


def mails(app: Gate) -> list[EmailMessage]:
    folder: Path = app.extensions["settings"].home / "mail"
    found = sorted(folder.glob("*.eml"))
    return [email.message_from_bytes(p.read_bytes(), policy=policy.default) for p in found]


def test_a_message_is_sent_once_with_text_and_html(
    app: Gate, write: Callable[..., int], acting: Acting
) -> None:
    message_id = write()
    for _ in range(3):
        run_job(app, services.JOB, message_id)
    (mail,) = mails(app)
    assert mail["To"] == "hong@example.org"
    assert "아카데미" in mail["Subject"]
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "홍길동" in text.get_content()
    assert "http://127.0.0.1:8000/login" in text.get_content()
    assert 'href="http://127.0.0.1:8000/login"' in html.get_content()
    found = fate(acting, message_id)
    assert (found.status, found.tries, found.problem) == (MessageStatus.sent, 1, "")
    assert found.sent_at is not None


def test_a_rollback_takes_the_message_with_it(app: Gate, make: Make, acting: Acting) -> None:
    user = make.user()
    with pytest.raises(ZeroDivisionError), acting():
        services.write(user, "accounts/already_here")
        raise ZeroDivisionError
    assert run_waiting(app) == 0


def test_people_are_written_to_in_their_language(
    app: Gate, make: Make, write: Callable[..., int]
) -> None:
    write(make.user(locale="en"))
    write(make.user(locale="ko"))
    run_waiting(app)
    subjects = {str(mail["Subject"]).strip() for mail in mails(app)}  # a folded line begins anew
    assert "[Samsung Smart Factory Academy, Jeonbuk Campus] You already have an account" in subjects
    assert len(subjects) == 2


def test_dates_and_moments_come_back_as_such(app: Gate, make: Make, acting: Acting) -> None:
    with acting():
        services.write(
            make.user(),
            "accounts/password_changed",
            changed_at=clock.at(START.date(), START.time()),
        )
    run_waiting(app)
    body = mails(app)[0].get_body(("plain",))
    assert body is not None
    assert "2026년 11월 23일 (월) 00:00" in body.get_content()


def test_a_real_mail_server_gets_it_whole(
    app: Gate, write: Callable[..., int], acting: Acting, mail_to: Callable[[str], None]
) -> None:
    with sink(extensions=(b"8BITMIME",)) as server:
        mail_to(f"smtp://127.0.0.1:{server.port}")
        message_id = write()
        run_job(app, services.JOB, message_id)
        (raw,) = server.mails
    mail = email.message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "홍길동" in body.get_content()
    assert fate(acting, message_id).status is MessageStatus.sent


def test_required_starttls_is_insisted_on(
    app: Gate, write: Callable[..., int], acting: Acting, mail_to: Callable[[str], None]
) -> None:
    with sink() as server:
        mail_to(f"smtp://127.0.0.1:{server.port}?starttls=required")
        message_id = write()
        run_job(app, services.JOB, message_id)
        assert server.mails == []
    found = fate(acting, message_id)
    assert found.status is MessageStatus.queued
    assert "STARTTLS" in found.problem


def test_six_tries_with_growing_pauses_then_failed_then_once_more(
    app: Gate, make: Make, write: Callable[..., int], acting: Acting, mail_to: Callable[[str], None]
) -> None:
    mail_to(f"smtp://127.0.0.1:{closed_port()}")
    moment, pauses = START, []
    with clock.frozen(moment):
        message_id = write()
    for _ in range(6):
        with clock.frozen(moment):
            run_job(app, services.JOB, message_id)
            found = fate(acting, message_id)
            run_job(app, services.JOB, message_id)  # too early: nothing happens
            assert fate(acting, message_id).tries == found.tries
        pauses.append((found.not_before - moment) // timedelta(minutes=1))
        moment = found.not_before
    assert pauses[:5] == list(services.WAITS)
    assert (found.status, found.tries) == (MessageStatus.failed, 6)
    assert "refused" in found.problem
    with sink() as server, clock.frozen(moment):
        mail_to(f"smtp://127.0.0.1:{server.port}")
        assert run_waiting(app) == 0  # failed is failed
        with acting():
            services.retry(actor=make.operator(), message=db.session.get_one(Message, message_id))
        assert run_waiting(app) == 1
        assert len(server.mails) == 1
    assert fate(acting, message_id).status is MessageStatus.sent


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"on_recipient": b"550 no such person"}, MessageStatus.failed),
        ({"on_data": b"554 not wanted"}, MessageStatus.failed),
        ({"on_recipient": b"451 later"}, MessageStatus.queued),
        ({"on_data": b"452 full"}, MessageStatus.queued),
    ],
)
def test_what_the_server_says_decides(
    app: Gate,
    write: Callable[..., int],
    acting: Acting,
    mail_to: Callable[[str], None],
    answers: dict[str, bytes],
    status: MessageStatus,
) -> None:
    with sink(**answers) as server:
        mail_to(f"smtp://127.0.0.1:{server.port}")
        message_id = write()
        run_job(app, services.JOB, message_id)
    found = fate(acting, message_id)
    assert found.status is status
    assert next(iter(answers.values())).decode().split(" ", 1)[1] in found.problem


def test_a_message_nobody_can_word_fails_with_the_reason(
    app: Gate, write: Callable[..., int], acting: Acting
) -> None:
    missing = write(template="accounts/no_such_letter")
    run_job(app, services.JOB, missing)
    found = fate(acting, missing)
    assert found.status is MessageStatus.failed
    assert "no_such_letter" in found.problem
    assert mails(app) == []


def test_a_worker_killed_between_claim_and_sending_loses_nothing(
    app: Gate, write: Callable[..., int], acting: Acting
) -> None:
    with clock.frozen(START):
        message_id = write()
        with acting():
            assert services.claim(message_id) is not None  # and then the power fails
        assert run_waiting(app) == 0
    with clock.frozen(START + services.CLAIM):
        assert run_waiting(app) == 1
    assert len(mails(app)) == 1


def test_two_workers_send_one_mail(
    app: Gate, write: Callable[..., int], mail_to: Callable[[str], None]
) -> None:
    go_on = threading.Event()
    with sink(waits=go_on) as server:
        mail_to(f"smtp://127.0.0.1:{server.port}")
        message_id = write()
        threads = [
            threading.Thread(target=run_job, args=(app, services.JOB, message_id)) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        go_on.set()
        for thread in threads:
            thread.join(30)
        assert len(server.mails) == 1


def test_the_database_is_free_while_a_mail_server_thinks(
    app: Gate, make: Make, write: Callable[..., int], mail_to: Callable[[str], None]
) -> None:
    go_on = threading.Event()
    with sink(waits=go_on) as server:
        mail_to(f"smtp://127.0.0.1:{server.port}")
        message_id = write()
        thread = threading.Thread(target=run_job, args=(app, services.JOB, message_id))
        thread.start()
        make.user("다른 사람")  # writes; would wait for the lock on SQLite
        assert thread.is_alive()
        go_on.set()
        thread.join(30)
        assert len(server.mails) == 1


def test_mails_sent_twice_after_a_crash_carry_one_name(
    app: Gate, write: Callable[..., int], acting: Acting
) -> None:
    message_id = write()
    run_job(app, services.JOB, message_id)
    with acting():
        message = db.session.scalars(select(Message)).one()
        message.status = MessageStatus.queued  # as if the outcome had never been noted
        message.not_before = clock.now()
    run_job(app, services.JOB, message_id)
    assert len({str(mail["Message-ID"]) for mail in mails(app)}) == 1
    assert len(mails(app)) == 2
