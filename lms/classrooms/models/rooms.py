"""Rooms: what they are, when they are open, who may ask for them, how they look."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_, in_language


class Layout(Choice):
    """How a room is set up; each layout has its own number of seats."""

    lecture = "lecture", N_("Lecture")
    practice = "practice", N_("Practice")


class BookableBy(Choice):
    """Who may ask for a room: each includes those before it. Operators book, the others ask."""

    operators = "operators", N_("Operators only")
    instructors = "instructors", N_("Instructors as well")
    firms = "firms", N_("Instructors and firms' training managers")
    everyone = "everyone", N_("Everybody with an account")


class Room(Base):
    """A classroom. Areas in square metres; buffers, lengths and the grace time in minutes.

    The rules for asking (lengths, days ahead, hours before) are explained in use_rules.py; a grace
    time of None means that a room is never released because nobody came.
    """

    __tablename__ = "rooms"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("buffer_before >= 0 AND buffer_after >= 0", name="buffers"),
        CheckConstraint("min_minutes > 0 AND max_minutes >= min_minutes", name="lengths"),
        CheckConstraint("ahead_days > 0", name="ahead"),
        CheckConstraint("ask_by_hours >= 0 AND cancel_by_hours >= 0", name="deadlines"),
        CheckConstraint("release_after_minutes > 0", name="release"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    building: Mapped[str] = mapped_column(String(60), default="")
    floor: Mapped[int]
    capacity: Mapped[int]
    capacity_practice: Mapped[int | None]
    area: Mapped[int | None]
    equipment: Mapped[str] = mapped_column(Text, default="")
    accessibility: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    buffer_before: Mapped[int] = mapped_column(default=0)
    buffer_after: Mapped[int] = mapped_column(default=0)
    min_minutes: Mapped[int] = mapped_column(default=30)
    max_minutes: Mapped[int] = mapped_column(default=540)
    ahead_days: Mapped[int] = mapped_column(default=60)
    ask_by_hours: Mapped[int] = mapped_column(default=72)
    cancel_by_hours: Mapped[int] = mapped_column(default=48)
    bookable_by: Mapped[BookableBy] = mapped_column(choice(BookableBy), default=BookableBy.firms)
    needs_approval: Mapped[bool] = mapped_column(default=True)
    release_after_minutes: Mapped[int | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)

    hours: Mapped[list[RoomHours]] = relationship(
        order_by="RoomHours.weekday", cascade="all, delete-orphan"
    )
    photos: Mapped[list[RoomPhoto]] = relationship(order_by="RoomPhoto.position, RoomPhoto.id")

    @property
    def shown_name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name, self.name_en)

    def seats(self, layout: Layout) -> int:
        """How many people it holds in a layout; 0 if it can't be set up so."""
        return self.capacity if layout is Layout.lecture else self.capacity_practice or 0

    def blocked(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """What a use of the room from one moment to another takes of it: with its buffers."""
        before, after = timedelta(minutes=self.buffer_before), timedelta(minutes=self.buffer_after)
        return starts_at - before, ends_at + after


class RoomHours(Base):
    """When a room is open on one weekday (Monday is 0), in minutes of the day in Seoul.

    A weekday without a row is closed.
    """

    __tablename__ = "room_hours"
    __table_args__ = (
        UniqueConstraint("room_id", "weekday"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens_at >= 0 AND opens_at < closes_at AND closes_at <= 1440", name="day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    weekday: Mapped[int]
    opens_at: Mapped[int]
    closes_at: Mapped[int]


class RoomPhoto(Base):
    """A picture of a room, kept as a clean JPEG in two sizes; width and height of the large one."""

    __tablename__ = "room_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    file_key: Mapped[str] = mapped_column(String(64))
    small_key: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    shows: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
