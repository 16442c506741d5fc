"""Events of a calendar file as times that can be booked. Pure.

What can't be booked is named with its line and the reason. Recurring events are written out: at most
400 times each and two years ahead. A time moved by itself (RECURRENCE-ID) takes its original's place.
Hours without a time zone are Seoul's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Event

from lms.calendars.blocks import Block
from lms.calendars.repeating import MOST, Unreadable, local, starts_of
from lms.core.text import clean, gettext

AHEAD = timedelta(days=2 * 366)
LONGEST = timedelta(hours=24)
BUDGET = 10.0
"""Seconds for writing out recurrences; some rules can be made to take for ever."""
UID, TITLE, PLACE = 255, 200, 200
NEEDED = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})

Key = tuple[str, datetime]
"""UID and original start: which time of which event."""


@dataclass(frozen=True)
class Time:
    """One time of an event, aware UTC. `original` is when a moved time of a series should have been."""

    uid: str
    original: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str

    def to_json(self) -> dict[str, Any]:
        """For keeping."""
        moments = ("original", "starts_at", "ends_at")
        return {**asdict(self), **{name: getattr(self, name).isoformat() for name in moments}}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Time:
        """What was kept."""
        moments = ("original", "starts_at", "ends_at")
        return cls(**{**kept, **{name: datetime.fromisoformat(kept[name]) for name in moments}})


@dataclass(frozen=True)
class Broken:
    """An event that can't be booked: the line it begins on, its title, and why."""

    line: int
    title: str
    why: str


@dataclass(frozen=True)
class Found:
    """What a file holds: times to come, events that can't be booked, and how many events are over."""

    times: list[Time]
    broken: list[Broken]
    past: int


def read(blocks: Sequence[Block], now: datetime) -> Found:
    """Every time of every event that is still to come."""
    times: dict[Key, Time | None] = {}
    moved: dict[Key, Time | None] = {}
    broken, past, patience = [], 0, time.monotonic() + BUDGET
    for block in blocks:
        title = ""
        try:
            event = _parsed(block)
            title = _words(event, "SUMMARY", TITLE)
            if "RECURRENCE-ID" in event:
                moved.update([_moved(event, title)])
                continue
            if "RRULE" in event and time.monotonic() > patience:
                raise Unreadable(gettext("There was no time left to work out when it recurs."))
            found = _times(event, title, now)
        except Unreadable as reason:
            broken.append(Broken(block.line, title, str(reason)))
            continue
        times.update({(one.uid, one.original): one for one in found})
        past += all(one.ends_at <= now for one in found)
    kept = [one for one in {**times, **moved}.values() if one and one.ends_at > now]
    return Found(sorted(kept, key=lambda one: (one.starts_at, one.uid)), broken, past)


def _parsed(block: Block) -> Event:
    if not block.ended:
        raise Unreadable(gettext("Its end is missing; the file may be cut off."))
    try:
        event = Event.from_ical(block.text.encode())
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Unreadable(gettext("It can't be read.")) from error
    if not isinstance(event, Event):
        raise Unreadable(gettext("It can't be read."))
    for name, _ in event.errors:
        if name in NEEDED:
            raise Unreadable(gettext("A field can't be read: %(name)s.", name=name))
    return event


def _times(event: Event, title: str, now: datetime) -> list[Time]:
    """All times of an event up to the horizon."""
    if _is_cancelled(event):
        raise Unreadable(gettext("It was cancelled."))
    start = local(event, "DTSTART")
    one = _one(event, title, start, start)
    starts = starts_of(event, start, now + AHEAD)
    if len(starts) > MOST:
        raise Unreadable(
            gettext("It recurs more than %(most)s times; give it an earlier end.", most=MOST)
        )
    length = one.ends_at - one.starts_at
    begins = [each.astimezone(UTC) for each in starts]
    return [replace(one, original=each, starts_at=each, ends_at=each + length) for each in begins]


def _moved(event: Event, title: str) -> tuple[Key, Time | None]:
    """One time of a series that was moved, or cancelled (None), with the time it had first."""
    original = local(event, "RECURRENCE-ID")
    key = (_words(event, "UID", UID), original.astimezone(UTC))
    if _is_cancelled(event):
        return key, None
    return key, _one(event, title, local(event, "DTSTART"), original)


def _one(event: Event, title: str, start: datetime, original: datetime) -> Time:
    uid = _words(event, "UID", UID)
    if not uid:
        raise Unreadable(gettext("It has no UID, so it would be booked anew each time."))
    if not title:
        raise Unreadable(gettext("It has no title."))
    length = _length(event, start)
    place = _words(event, "LOCATION", PLACE)
    begins = start.astimezone(UTC)
    return Time(uid, original.astimezone(UTC), begins, begins + length, title, place)


def _is_cancelled(event: Event) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _length(event: Event, start: datetime) -> timedelta:
    length: object = None
    if "DTEND" in event:
        length = local(event, "DTEND") - start
    elif "DURATION" in event:
        length = getattr(event["DURATION"], "dt", None)
    else:
        raise Unreadable(gettext("It has no end."))
    if not isinstance(length, timedelta) or length <= timedelta(0):
        raise Unreadable(gettext("Its end is not later than its start."))
    if length > LONGEST:
        raise Unreadable(gettext("It lasts longer than a day; rooms are booked by the day."))
    return length


def _words(event: Event, name: str, longest: int) -> str:
    value = event.get(name, "")
    return clean(str(value[0] if isinstance(value, list) else value))[:longest].strip()
