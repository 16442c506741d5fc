"""What is on in rooms: occurrences with the class that is held there, in one narrow query.

Timetables of ten rooms and ten years stay as quick as those of one year: only columns are read, and
the time asked for bounds the index from both sides, for nothing in a room is longer than `LONGEST`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import ClassSession, Course, Offering, OfferingStatus
from lms.classrooms.models import (
    LONGEST,
    Booking,
    BookingKind,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.classrooms.queries.bookings import TAKING
from lms.core.db import db
from lms.core.text import gettext, in_language


@dataclass(frozen=True, slots=True)
class RoomUse:
    """One time of a room: what it is taken for. `title` is the operators' word for it.

    `class_title`, `run` and `offering_code` are those of the class held, or None.
    """

    occurrence_id: int
    booking_id: int
    room_id: int
    starts_at: datetime
    ends_at: datetime
    blocked_from: datetime
    blocked_until: datetime
    status: OccurrenceStatus
    kind: BookingKind
    title: str
    title_ko: str | None
    title_en: str | None
    run: int | None
    offering_code: str | None
    offering_status: OfferingStatus | None

    @property
    def is_provisional(self) -> bool:
        """Asked for, but not approved yet."""
        return self.status is OccurrenceStatus.provisional

    @property
    def is_published(self) -> bool:
        """A class that everybody may know of."""
        return self.offering_status not in (None, OfferingStatus.draft)

    @property
    def class_title(self) -> str:
        """The course's title in the reader's language; empty if no class is held."""
        return in_language(self.title_ko or "", self.title_en or "")

    @property
    def run_label(self) -> str:
        """제N차, in the reader's language."""
        return gettext("Run %(run)s", run=self.run) if self.run else ""


COLUMNS: tuple[Any, ...] = (
    Occurrence.id,
    Occurrence.booking_id,
    Occurrence.room_id,
    Occurrence.starts_at,
    Occurrence.ends_at,
    Occurrence.blocked_from,
    Occurrence.blocked_until,
    Occurrence.status,
    Booking.kind,
    Booking.title,
    Course.title_ko,
    Course.title_en,
    Offering.run,
    Offering.code,
    Offering.status,
)


def room_uses(start: datetime, end: datetime, room: Room | None = None) -> Sequence[RoomUse]:
    """What takes rooms within [start, end), confirmed or provisional, in order. One query."""
    statement = (
        select(*COLUMNS)
        .select_from(Occurrence)
        .join(Booking, Booking.id == Occurrence.booking_id)
        .outerjoin(ClassSession, ClassSession.occurrence_id == Occurrence.id)
        .outerjoin(Offering, Offering.id == ClassSession.offering_id)
        .outerjoin(Course, Course.id == Offering.course_id)
        .where(
            Occurrence.starts_at > start - LONGEST,
            Occurrence.starts_at < end,
            Occurrence.ends_at > start,
            Occurrence.status.in_(TAKING),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    if room is not None:
        statement = statement.where(Occurrence.room_id == room.id)
    return [RoomUse(*row) for row in db.session.execute(statement).all()]
