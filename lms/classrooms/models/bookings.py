"""Bookings and their occurrences."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.classrooms.models.rooms import Room
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class BookingKind(Choice):
    """Why a room is booked. The academy's own classes come first."""

    class_ = "class", N_("Class")
    internal = "internal", N_("The academy's own use")
    request = "request", N_("Requested use")


class Booking(Base):
    """Somebody's claim on rooms, for one purpose; its times are the occurrences."""

    __tablename__ = "bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BookingKind] = mapped_column(choice(BookingKind))
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    occurrences: Mapped[list[Occurrence]] = relationship(back_populates="booking")


class OccurrenceStatus(Choice):
    """Does the occurrence take the room?"""

    provisional = "provisional", N_("Provisional")
    confirmed = "confirmed", N_("Confirmed")
    cancelled = "cancelled", N_("Cancelled")


class Occurrence(Base):
    """One time of a booking: what people see (starts, ends) and what is blocked (with buffers).

    No two confirmed ones overlap in a room: exclusion constraint on PostgreSQL, triggers on SQLite
    (migration 0001).
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("blocked_from <= starts_at AND blocked_until >= ends_at", name="buffers"),
        Index("ix_occurrences_room_time", "room_id", "blocked_from", "blocked_until"),
        Index("ix_occurrences_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), index=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    blocked_from: Mapped[datetime]
    blocked_until: Mapped[datetime]
    status: Mapped[OccurrenceStatus] = mapped_column(
        choice(OccurrenceStatus), default=OccurrenceStatus.confirmed
    )

    booking: Mapped[Booking] = relationship(back_populates="occurrences")
    room: Mapped[Room] = relationship()
