"""Bookings, their occurrences, and what goes along: movable equipment, files."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.classrooms.models.equipment import Equipment
from lms.classrooms.models.rooms import Layout, Room
from lms.core.db import Base, choice
from lms.core.searching import search_text
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.models import Firm

LONGEST = timedelta(hours=24)
"""No occurrence is longer: what lasts for days is booked day by day. Readers count on it, because
then nothing that begins two days before a span can reach into it."""


class BookingKind(Choice):
    """Why a room is booked. The academy's own classes come first."""

    class_ = "class", N_("Class")
    internal = "internal", N_("The academy's own use")
    request = "request", N_("Requested use")


def _searched(context: Any) -> str:
    values = context.get_current_parameters()
    return search_text(*(values.get(name) or "" for name in ("title", "on_behalf_of", "purpose")))


class Booking(Base):
    """Somebody's claim on rooms, for one purpose; its times are the occurrences.

    `rule` (an RRULE, see recurrence.py) says how the occurrences were made, for people to read. What
    is booked are the occurrences themselves: each can be moved or cancelled alone.
    """

    __tablename__ = "bookings"
    __table_args__ = (CheckConstraint("people > 0", name="people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[BookingKind] = mapped_column(choice(BookingKind))
    title: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    on_behalf_of: Mapped[str] = mapped_column(String(120), default="")
    purpose: Mapped[str] = mapped_column(String(500), default="")
    people: Mapped[int | None]
    layout: Mapped[Layout] = mapped_column(choice(Layout), default=Layout.lecture)
    note: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[str] = mapped_column(Text, default="")
    search_text: Mapped[str] = mapped_column(Text, default=_searched)
    created_at: Mapped[datetime]

    owner: Mapped[User | None] = relationship()
    firm: Mapped[Firm | None] = relationship()
    occurrences: Mapped[list[Occurrence]] = relationship(
        back_populates="booking", order_by="Occurrence.starts_at"
    )
    files: Mapped[list[BookingFile]] = relationship(order_by="BookingFile.id")


class OccurrenceStatus(Choice):
    """Does the occurrence take the room?"""

    provisional = "provisional", N_("Provisional")
    confirmed = "confirmed", N_("Confirmed")
    cancelled = "cancelled", N_("Cancelled")


class Occurrence(Base):
    """One time of a booking: what people see (starts, ends) and what is blocked (with buffers).

    No two confirmed ones overlap in a room: exclusion constraint on PostgreSQL, triggers on SQLite
    (migration 0001). `original_starts_at` is when it was first to be, once it was moved;
    `revision` counts its moves and its cancelling (a calendar's SEQUENCE).
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
    original_starts_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)

    booking: Mapped[Booking] = relationship(back_populates="occurrences")
    room: Mapped[Room] = relationship()
    uses: Mapped[list[EquipmentUse]] = relationship(back_populates="occurrence")

    @property
    def is_live(self) -> bool:
        """Confirmed or provisional."""
        return self.status is not OccurrenceStatus.cancelled


class EquipmentUse(Base):
    """A movable piece of equipment goes along with an occurrence, for as long as that is blocked.

    Times and status are the occurrence's own, kept here so that the database can see to it: no two
    confirmed uses of one piece overlap (exclusion constraint or triggers, migration 0003).
    """

    __tablename__ = "equipment_uses"
    __table_args__ = (
        UniqueConstraint("occurrence_id", "equipment_id"),
        CheckConstraint("blocked_until > blocked_from", name="order"),
        Index("ix_equipment_uses_time", "equipment_id", "blocked_from", "blocked_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    equipment_id: Mapped[int] = mapped_column(ForeignKey("equipment.id"))
    blocked_from: Mapped[datetime]
    blocked_until: Mapped[datetime]
    status: Mapped[OccurrenceStatus] = mapped_column(choice(OccurrenceStatus))

    occurrence: Mapped[Occurrence] = relationship(back_populates="uses")
    equipment: Mapped[Equipment] = relationship()


class BookingFile(Base):
    """A file attached to a booking; the bytes are in the storage under `key`."""

    __tablename__ = "booking_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime]
