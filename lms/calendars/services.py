"""Giving out, renewing and stopping feeds."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from lms.accounts.models import User
from lms.audit import services as audit
from lms.calendars.models import CalendarFeed, FeedKind
from lms.calendars.queries import feed_of_room, feeds_of_person, hash_of
from lms.classrooms.models import Room
from lms.core import clock
from lms.core.db import db

LETTERS = 24
"""Random bytes of an address: 192 bits, which nobody guesses."""
NOTED_EVERY = timedelta(hours=1)
"""Programs ask every few minutes; their last visit is noted no more often than this."""


def open_feed(*, actor: User, kind: FeedKind) -> str:
    """Give a person an address for a feed of their own; one given before stops to work.

    Returns:
        The secret of the address. It is kept as a hash, so this is the only time it can be shown.
    """
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update(key_share=True))
    return _renew(actor, feeds_of_person(actor).get(kind), CalendarFeed(kind=kind, user=actor))


def open_room_feed(*, actor: User, room: Room) -> str:
    """Give out an address for a room's feed; one given before stops to work."""
    db.session.execute(select(Room.id).where(Room.id == room.id).with_for_update(key_share=True))
    return _renew(actor, feed_of_room(room), CalendarFeed(kind=FeedKind.room, room=room))


def close_feed(*, actor: User, feed: CalendarFeed) -> None:
    """Stop an address; doing it twice changes nothing."""
    if feed.revoked_at is not None:
        return
    feed.revoked_at = clock.now()
    audit.record(actor.id, "calendars.close_feed", feed, kind=feed.kind)


def is_use_worth_noting(feed: CalendarFeed) -> bool:
    """Was the feed last seen in use long enough ago?"""
    return feed.last_used_at is None or clock.now() - feed.last_used_at >= NOTED_EVERY


def note_use(feed_id: int) -> None:
    """Note that a program has read the feed just now; like the log of accesses, it is not audited."""
    statement = update(CalendarFeed).where(CalendarFeed.id == feed_id)
    db.session.execute(statement.values(last_used_at=clock.now()))


def _renew(actor: User, old: CalendarFeed | None, new: CalendarFeed) -> str:
    if old is not None:
        old.revoked_at = clock.now()
        db.session.flush()
    secret = secrets.token_urlsafe(LETTERS)
    new.secret_hash, new.created_at = hash_of(secret), clock.now()
    db.session.add(new)
    audit.record(actor.id, "calendars.open_feed", new, kind=new.kind, renewed=old is not None)
    return secret
