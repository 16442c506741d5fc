"""By when the academy answers, until when one may cancel oneself, when one may check in. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

REPLY_DAYS = 3
"""Working days until the academy has answered (as other public rooms promise)."""

EARLY = timedelta(minutes=30)
"""So long before the start one may check in."""

RELEASED_WITHIN = timedelta(days=1)
"""So long after the end a time may still be found missed, should the worker have stood still. What
was before is past: a room that is to be released from now on says nothing of it."""


def reply_by(asked_on: date, is_off: Callable[[date], bool]) -> date:
    """The day by which the academy answers what was asked for on a day."""
    day, left = asked_on, REPLY_DAYS
    while left:
        day += timedelta(days=1)
        left -= not is_off(day)
    return day


def cancel_until(starts_at: datetime, cancel_by_hours: int) -> datetime:
    """The last moment at which an approved time may be given up without calling the academy."""
    return starts_at - timedelta(hours=cancel_by_hours)


def may_check_in(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """From half an hour before the start until the end."""
    return starts_at - EARLY <= now < ends_at


def is_missed(starts_at: datetime, ends_at: datetime, minutes: int | None, now: datetime) -> bool:
    """Has the grace time of a room to which nobody came run out, and not long ago?"""
    at = release_at(starts_at, ends_at, minutes)
    return at is not None and at <= now < ends_at + RELEASED_WITHIN


def release_at(starts_at: datetime, ends_at: datetime, minutes: int | None) -> datetime | None:
    """When a room that nobody came to is given back; None if it never is.

    The grace time never reaches past the end.
    """
    return None if minutes is None else min(starts_at + timedelta(minutes=minutes), ends_at)
