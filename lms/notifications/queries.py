"""Reading messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.notifications.models import Message, MessageStatus


def get_message(message_id: int) -> Message:
    """One message.

    Raises:
        NotFound: there is none with that id.
    """
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound
    return message


def overdue(moment: datetime) -> list[int]:
    """Ids of queued messages that were due before a moment, oldest first, at most 500."""
    statement = (
        select(Message.id)
        .where(Message.status == MessageStatus.queued, Message.not_before <= moment)
        .order_by(Message.id)
        .limit(500)
    )
    return list(db.session.scalars(statement))


def messages(status: MessageStatus | None, address: str, page: int) -> Page[Message]:
    """Messages, newest first, of one status and to one address if given."""
    statement = select(Message).order_by(Message.id.desc())
    if status is not None:
        statement = statement.where(Message.status == status)
    if address:
        statement = statement.where(
            Message.address.contains(address.strip().lower(), autoescape=True)
        )
    return paged(statement, page)


def counts() -> dict[MessageStatus, int]:
    """How many messages there are of each status."""
    statement = select(Message.status, func.count()).group_by(Message.status)
    found = dict(db.session.execute(statement).all())
    return {status: found.get(status, 0) for status in MessageStatus}
