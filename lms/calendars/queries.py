"""Reading feeds, and what stands in a room's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import User
from lms.calendars.models import CalendarFeed, FeedKind
from lms.classrooms.models import Occurrence, Room
from lms.core.db import db


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
