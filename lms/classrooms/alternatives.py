"""Where else and when else: what to offer somebody whose room is taken. Pure.

Offered are, in this order: other rooms at the same time, the smallest that suffices first; the same
room at another hour of the same day, the nearest first; the same room at the same hour on the next
free days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lms.core import clock

Moments = tuple[datetime, datetime]

OPENS, CLOSES = time(9), time(18)
"""Hours within which another time is looked for; a wish outside them widens them."""
STEP = timedelta(minutes=30)
MOST = 3
"""How many of each kind are offered."""


@dataclass(frozen=True)
class Place:
    """What is known of a room: who it is, how many it holds, its buffers, and its taken times."""

    code: str
    capacity: int
    before: timedelta
    after: timedelta
    taken: Sequence[Moments]

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Is the room free from one moment to another, buffers counted?"""
        start, end = start - self.before, end + self.after
        return all(until <= start or begun >= end for begun, until in self.taken)


@dataclass(frozen=True)
class Alternative:
    """A room and a time that are free."""

    code: str
    starts_at: datetime
    ends_at: datetime


def alternatives(
    wanted: str,
    starts_at: datetime,
    ends_at: datetime,
    places: Sequence[Place],
    *,
    people: int = 1,
    days: Sequence[date] = (),
) -> list[Alternative]:
    """What is free instead.

    Args:
        wanted: code of the room asked for.
        starts_at, ends_at: the time asked for, within one day in Seoul.
        places: all rooms with what is taken on the day and on `days`.
        people: how many must fit.
        days: later days on which the room may be used, in order.
    """
    room = next((place for place in places if place.code == wanted), None)
    found = [
        Alternative(code, starts_at, ends_at)
        for code in _rooms(wanted, starts_at, ends_at, places, people)
    ]
    if room is not None and room.capacity >= people:
        moments = [*_hours(room, starts_at, ends_at), *_days(room, starts_at, ends_at, days)]
        found += [Alternative(wanted, start, end) for start, end in moments]
    return found


def _rooms(
    wanted: str, start: datetime, end: datetime, places: Sequence[Place], people: int
) -> list[str]:
    able = [place for place in places if place.code != wanted and place.capacity >= people]
    free = [place for place in able if place.is_free(start, end)]
    return [place.code for place in sorted(free, key=lambda p: (p.capacity, p.code))][:MOST]


def _hours(room: Place, start: datetime, end: datetime) -> list[Moments]:
    day = clock.to_seoul(start).date()
    opens = min(clock.at(day, OPENS), start)
    closes = max(clock.at(day, CLOSES), end)
    length = end - start
    free = [s for s in _steps(opens, closes - length) if room.is_free(s, s + length)]
    nearest = sorted(free, key=lambda s: (abs(s - start), s))[:MOST]
    return [(s, s + length) for s in nearest]


def _steps(first: datetime, last: datetime) -> Iterator[datetime]:
    while first <= last:
        yield first
        first += STEP


def _days(room: Place, start: datetime, end: datetime, days: Sequence[date]) -> list[Moments]:
    hour = clock.to_seoul(start).time()
    length = end - start
    starts = [clock.at(day, hour) for day in days]
    return [(s, s + length) for s in starts if room.is_free(s, s + length)][:MOST]


def next_days(day: date, count: int, is_off: Callable[[date], bool]) -> list[date]:
    """The next days after one that are not off (weekends, holidays)."""
    found: list[date] = []
    while len(found) < count:
        day += timedelta(days=1)
        if not is_off(day):
            found.append(day)
    return found
