"""Messages and their fate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class MessageStatus(Choice):
    """queued → sent, or → failed after the last try; failed → queued when an operator retries."""

    queued = "queued", N_("Waiting to be sent")
    sent = "sent", N_("Sent")
    failed = "failed", N_("Failed")


class Message(Base):
    """One e-mail to one person."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_queued", "id", sqlite_where=text("status = 'queued'"),
              postgresql_where=text("status = 'queued'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(64))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[MessageStatus] = mapped_column(
        choice(MessageStatus), default=MessageStatus.queued
    )
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")
