"""Reading bookings for the desk: lists, one with all its times, and what was done to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.accounts.models import User
from lms.classrooms.models import (
    Booking,
    BookingFile,
    BookingKind,
    EquipmentUse,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.core.status import Choice
from lms.core.text import N_, gettext

LIVE = Occurrence.status != OccurrenceStatus.cancelled


class Shown(Choice):
    """Which bookings a list shows."""

    coming = "coming", N_("Coming")
    past = "past", N_("Past")
    cancelled = "cancelled", N_("Cancelled")


@dataclass
class Times:
    """What a list tells of a booking's times: how many, the nearest or the last one, which rooms."""

    count: int = 0
    at: datetime | None = None
    until: datetime | None = None
    rooms: list[str] = field(default_factory=list)
    provisional: bool = False


def bookings(
    shown: Shown, now: datetime, *, question: str, kind: BookingKind | None, room: Room | None,
    page: int,
) -> Page[Booking]:  # fmt: skip
    """Bookings, with their owners: coming ones by their next time, the others the latest first.

    Args:
        question: words of title, purpose, owner or on whose behalf; "" for all.
    """
    statement = _shown(shown, now).options(joinedload(Booking.owner), joinedload(Booking.firm))
    if kind is not None:
        statement = statement.where(Booking.kind == kind)
    if room is not None:
        there = exists().where(Occurrence.booking_id == Booking.id, Occurrence.room_id == room.id)
        statement = statement.where(there)
    patterns = like_patterns(question)
    if patterns:
        statement = statement.outerjoin(User, User.id == Booking.owner_id)
    for pattern in patterns:
        columns = (Booking.search_text, User.search_text)
        statement = statement.where(or_(*(c.like(pattern, escape="\\") for c in columns)))
    return paged(statement, page)


def _shown(shown: Shown, now: datetime) -> Select[Booking]:
    """Bookings of a list in its order: found through their times, grouped by booking."""
    live = select(
        Occurrence.booking_id,
        func.min(Occurrence.starts_at).label("first"),
        func.max(Occurrence.ends_at).label("last"),
    ).where(LIVE)
    if shown is Shown.cancelled:
        none = ~exists().where(Occurrence.booking_id == Booking.id, LIVE)
        return select(Booking).where(none).order_by(Booking.created_at.desc(), Booking.id.desc())
    if shown is Shown.coming:
        ahead = live.where(Occurrence.ends_at > now).group_by(Occurrence.booking_id).subquery()
        return (
            select(Booking)
            .join(ahead, ahead.c.booking_id == Booking.id)
            .order_by(ahead.c.first, Booking.id)
        )
    over = (
        live.group_by(Occurrence.booking_id).having(func.max(Occurrence.ends_at) <= now).subquery()
    )
    return (
        select(Booking)
        .join(over, over.c.booking_id == Booking.id)
        .order_by(over.c.last.desc(), Booking.id.desc())
    )


def times_of(booking_ids: Collection[int], shown: Shown, now: datetime) -> dict[int, Times]:
    """What a list tells of the times of these bookings: those ahead, or all of them. One query."""
    found: dict[int, Times] = {id_: Times() for id_ in booking_ids}
    statement = (
        select(
            Occurrence.booking_id,
            Room.name,
            Occurrence.status == OccurrenceStatus.provisional,
            func.count(),
            func.min(Occurrence.starts_at),
            func.max(Occurrence.ends_at),
        )
        .join(Room, Room.id == Occurrence.room_id)
        .where(Occurrence.booking_id.in_(booking_ids))
        .group_by(Occurrence.booking_id, Room.name, Occurrence.status)
        .order_by(Room.name)
    )
    if shown is not Shown.cancelled:
        statement = statement.where(LIVE)
    if shown is Shown.coming:
        statement = statement.where(Occurrence.ends_at > now)
    for booking_id, room, provisional, count, first, last in db.session.execute(statement):
        times = found[booking_id]
        times.count += count
        times.rooms += [] if room in times.rooms else [room]
        times.provisional = times.provisional or provisional
        times.at = min(times.at or first, first)
        times.until = max(times.until or last, last)
    return found


def get_booking(booking_id: int) -> Booking:
    """A booking with its times, rooms, equipment and files.

    Raises:
        NotFound: there is none of that number.
    """
    options = (
        joinedload(Booking.owner),
        joinedload(Booking.firm),
        selectinload(Booking.files),
        selectinload(Booking.occurrences).options(
            joinedload(Occurrence.room),
            selectinload(Occurrence.uses).joinedload(EquipmentUse.equipment),
        ),
    )
    booking = db.session.get(Booking, booking_id, options=options)
    if booking is None:
        raise NotFound(gettext("There is no such booking."))
    return booking


def get_occurrence(occurrence_id: int) -> Occurrence:
    """One time of a booking, with booking and room.

    Raises:
        NotFound: there is none of that number.
    """
    options = (joinedload(Occurrence.booking), joinedload(Occurrence.room))
    occurrence = db.session.get(Occurrence, occurrence_id, options=options)
    if occurrence is None:
        raise NotFound(gettext("There is no such booking."))
    return occurrence


def get_booking_file(booking: Booking, file_id: int) -> BookingFile:
    """A file attached to a booking.

    Raises:
        NotFound: it has none of that number.
    """
    found = db.session.get(BookingFile, file_id)
    if found is None or found.booking_id != booking.id:
        raise NotFound(gettext("There is no such file."))
    return found
