"""Writing messages, and settling their fate. The worker sends between the two."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import delete, insert, select

from lms.audit import services as audit
from lms.core import clock
from lms.core.db import Base, db
from lms.core.errors import Refused
from lms.core.statements import value
from lms.core.text import gettext
from lms.jobs.queue import hand_over
from lms.notifications.letter import SECRET
from lms.notifications.models import Message, MessageStatus

JOB = "notifications.deliver"

CLAIM = timedelta(seconds=60)
"""How long a worker has for one message before another worker may take it over."""

SENT = "/..."
"""What stands for a secret link once it is sent, and wherever it is shown to others."""

WAITS = (1, 5, 15, 60, 240)
"""Minutes before the second, third, … try; after the last of them the message has failed."""


class Recipient(Protocol):
    """Somebody with an address; an account, as the earlier floors see it."""

    id: Any
    email: Any
    name: Any
    locale: Any


def write(to: Recipient, template: str, **facts: Any) -> int:
    """Write a message in the running transaction; the worker sends it after the commit.

    Args:
        template: area/name of templates/<area>/mail/<name>.txt, e.g. "enrolment/enrolled".
        facts: plain JSON values for the template. Dates in facts named *_on and moments in facts
            named *_at may be given as they are: the template gets them back as such. `action_url`
            (a path of this site) and `action_label` (a marked text, N_) become a button. A link that
            is as good as a password is given as `secret_url`: it is forgotten once it is sent, and
            the desk never shows it.

    Returns:
        The message's id.
    """
    now = clock.now()
    row = {
        "user_id": to.id,
        "address": to.email,
        "template": template,
        "facts": {"name": to.name, "locale": to.locale, **_plain(facts)},
        "status": MessageStatus.queued,
        "created_at": now,
        "not_before": now,
        "tries": 0,
        "problem": "",
    }
    message_id: int = value(_INSERT, row)
    hand_over(JOB, message_id)
    return message_id


_TABLE = Base.metadata.tables["messages"]
_INSERT = insert(_TABLE).returning(_TABLE.c.id)
"""Made once, over the plain table: a message is written with every enrolment."""


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def claim(message_id: int) -> Message | None:
    """Take a message for one try, or None when it is done, not due yet, or in other hands."""
    message = _locked(message_id)
    now = clock.now()
    if message is None or message.status is not MessageStatus.queued or message.not_before > now:
        return None
    message.tries += 1
    message.not_before = now + CLAIM
    return message


def settle_sent(message_id: int) -> None:
    """The mail server (or the folder) has taken the message."""
    message = _locked(message_id)
    if message is None or message.status is MessageStatus.sent:
        return
    message.status = MessageStatus.sent
    message.sent_at = clock.now()
    message.problem = ""
    message.facts = _without_secret(message.facts)


def settle_problem(message_id: int, problem: str, *, final: bool = False) -> None:
    """A try has gone wrong: wait and try again, or give up.

    Args:
        final: trying again can't help (the address is refused, the text can't be made).
    """
    message = _locked(message_id)
    if message is None or message.status is not MessageStatus.queued:
        return
    message.problem = problem[:500]
    if final or message.tries > len(WAITS):
        message.status = MessageStatus.failed
    else:
        message.not_before = clock.now() + timedelta(minutes=WAITS[message.tries - 1])


def retry(*, actor: Recipient, message: Message) -> None:
    """Send a failed message once more, with all its tries.

    Raises:
        Refused: it has not failed.
    """
    held = _locked(message.id)
    if held is None or held.status is not MessageStatus.failed:
        raise Refused("not-failed", gettext("Only a failed message can be sent again."))
    held.status = MessageStatus.queued
    held.tries = 0
    held.not_before = clock.now()
    audit.record(actor.id, "message.retry", held, problem=held.problem)
    hand_over(JOB, held.id)


def forget_person(*, user_id: int, address: str) -> None:
    """Take name and address out of the messages of somebody whose account is erased.

    Args:
        address: what stands for the address from now on.
    """
    statement = select(Message).where(Message.user_id == user_id)
    for message in db.session.scalars(statement):
        message.address = address
        message.facts = {**_without_secret(message.facts), "name": "–"}


def forget(templates: Collection[str], *, before: datetime) -> None:
    """Delete messages that named people, of some kinds and written before a moment."""
    old = Message.template.in_(templates), Message.created_at < before
    db.session.execute(delete(Message).where(*old))


def _without_secret(facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, SECRET: SENT} if SECRET in facts else facts


def _locked(message_id: int) -> Message | None:
    statement = select(Message).where(Message.id == message_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
