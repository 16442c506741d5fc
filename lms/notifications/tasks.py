"""Jobs of the area: deliver one message.

Three steps with a commit between them, because nobody may hold the database while a mail server
thinks (on SQLite the whole site would wait): claim the row, talk to the server, note the outcome.
A worker killed in between leaves a claim that runs out; the sweeper hands the message over again.
If it was killed after the server had taken the mail and before that was noted, the mail goes out a
second time, with the same Message-ID. No message is ever lost.
"""

from __future__ import annotations

import smtplib
from datetime import datetime

import structlog
from flask import current_app
from jinja2 import TemplateError

from lms.config import Settings
from lms.core.db import commit
from lms.jobs.registry import job, sweep
from lms.notifications import queries, services
from lms.notifications.letter import compose
from lms.notifications.models import Message
from lms.notifications.outlet import Undeliverable, envelope, outlet

log = structlog.get_logger()


@job(services.JOB)
def deliver(message_id: int) -> None:
    """Send one message, unless it is sent, not due, or in other hands."""
    message = services.claim(message_id)
    commit()
    if message is None:
        return
    problem, final = _send(message)
    if problem:
        log.warning("mail.failed", message=message_id, tries=message.tries, problem=problem)
        services.settle_problem(message_id, problem, final=final)
    else:
        services.settle_sent(message_id)


def _send(message: Message) -> tuple[str, bool]:
    """What went wrong ("" for nothing), and whether that is final."""
    settings: Settings = current_app.extensions["settings"]
    try:
        letter = compose(current_app.jinja_env, settings, message.template, message.facts)
    except (TemplateError, ValueError, KeyError) as error:
        return f"{message.template}: {type(error).__name__}: {error}", True
    sender = settings.mail_from
    mail = envelope(letter, message.address, sender, settings.academy.short_ko, f"lms-{message.id}")
    try:
        outlet(settings.mail_url).send(mail)
    except Undeliverable as error:
        return str(error), True
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}", False
    return "", False


@sweep(services.JOB)
def waiting(due: datetime) -> list[int]:
    """Messages that were due before a moment and are still queued."""
    return queries.overdue(due)
