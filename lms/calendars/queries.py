"""Reading feeds and imports."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from lms.accounts.models import User
from lms.calendars.models import CalendarFeed, CalendarImport, FeedKind, ImportedEvent
from lms.classrooms.models import Occurrence, OccurrenceStatus, Room
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_feed(secret: str) -> CalendarFeed | None:
    """The live feed of a secret address; that of a shut account is none."""
    statement = (
        select(CalendarFeed)
        .where(CalendarFeed.secret_hash == hash_of(secret), CalendarFeed.revoked_at.is_(None))
        .options(joinedload(CalendarFeed.user), joinedload(CalendarFeed.room))
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None or (found.user is not None and not found.user.active):
        return None
    return found


def feeds_of_person(user: User) -> dict[FeedKind, CalendarFeed]:
    """A person's live feeds, by kind."""
    live = select(CalendarFeed).filter_by(user_id=user.id, revoked_at=None)
    return {feed.kind: feed for feed in db.session.scalars(live)}


def feed_of_room(room: Room) -> CalendarFeed | None:
    """A room's live feed."""
    live = select(CalendarFeed).filter_by(room_id=room.id, revoked_at=None)
    return db.session.scalars(live).one_or_none()


def occurrences_in(room: Room, start: datetime, end: datetime) -> Sequence[Occurrence]:
    """Every use of a room that starts within [start, end), cancelled ones as well."""
    statement = (
        select(Occurrence)
        .where(
            Occurrence.room_id == room.id,
            Occurrence.starts_at >= start,
            Occurrence.starts_at < end,
        )
        .options(joinedload(Occurrence.booking))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return db.session.scalars(statement).all()


def imports() -> Sequence[CalendarImport]:
    """The latest calendar files that were read, with who read them."""
    statement = (
        select(CalendarImport)
        .options(joinedload(CalendarImport.user), defer(CalendarImport.times))
        .order_by(CalendarImport.id.desc())
        .limit(20)
    )
    return db.session.scalars(statement).all()


def get_import(import_id: int) -> CalendarImport:
    """One calendar file that was read.

    Raises:
        NotFound: there is none of that number.
    """
    found = db.session.get(CalendarImport, import_id)
    if found is None:
        raise NotFound(gettext("There is no such calendar file."))
    return found


def booked_from(file: CalendarImport) -> Sequence[Occurrence]:
    """What was booked from a file, in order, with bookings and rooms."""
    statement = (
        select(Occurrence)
        .join(ImportedEvent, ImportedEvent.occurrence_id == Occurrence.id)
        .where(ImportedEvent.import_id == file.id)
        .options(joinedload(Occurrence.booking), joinedload(Occurrence.room))
        .order_by(Occurrence.starts_at, Occurrence.id)
    )
    return db.session.scalars(statement).all()


def imported(uids: Collection[str]) -> set[tuple[str, datetime]]:
    """Which times of these events were imported before and still stand: UID and original start."""
    statement = (
        select(ImportedEvent.uid, ImportedEvent.original_start)
        .join(Occurrence, Occurrence.id == ImportedEvent.occurrence_id)
        .where(ImportedEvent.uid.in_(uids), Occurrence.status != OccurrenceStatus.cancelled)
    )
    return {(uid, start) for uid, start in db.session.execute(statement)}
