"""Feeds, imports, and which bookings came from which event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.classrooms.models import Occurrence, Room
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class FeedKind(Choice):
    """What a feed holds."""

    learning = "learning", N_("Classes I attend")
    teaching = "teaching", N_("Classes I teach")
    room = "room", N_("What is on in the room")


class CalendarFeed(Base):
    """One secret address. A renewed or stopped one keeps its row (`revoked_at`)."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        CheckConstraint("(kind = 'room') = (room_id IS NOT NULL)", name="room"),
        CheckConstraint("(kind = 'room') = (user_id IS NULL)", name="person"),
        Index("uq_calendar_feeds_person", "user_id", "kind", unique=True,
              sqlite_where=text("revoked_at IS NULL"), postgresql_where=text("revoked_at IS NULL")),
        Index("uq_calendar_feeds_room", "room_id", unique=True,
              sqlite_where=text("revoked_at IS NULL"), postgresql_where=text("revoked_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedKind] = mapped_column(choice(FeedKind))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()
    room: Mapped[Room | None] = relationship()


class CalendarImport(Base):
    """A calendar file that was read. Of its events only what a booking needs is kept, as `times` and
    `broken` (see reading.py), and no longer than until they are booked. `past` counts what is over.
    """

    __tablename__ = "calendar_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    times: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    broken: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    past: Mapped[int]

    user: Mapped[User] = relationship()
    events: Mapped[list[ImportedEvent]] = relationship(back_populates="file")


class ImportedEvent(Base):
    """A booked time that came from an event: its UID, and which time of it (recurrences have many)."""

    __tablename__ = "imported_events"
    __table_args__ = (Index("ix_imported_events_uid", "uid", "original_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("calendar_imports.id"), index=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), unique=True)
    uid: Mapped[str] = mapped_column(String(255))
    original_start: Mapped[datetime]

    file: Mapped[CalendarImport] = relationship(back_populates="events")
    occurrence: Mapped[Occurrence] = relationship()
