"""Placing the classes of an offering: on which days and in which rooms. Pure.

Days are looked at in order from the first on, on the weekdays asked for. Days off, days on which an
instructor teaches elsewhere and days on which no suitable room is free are left out, each with its
reason. One room throughout is worth waiting for: the last class may be up to a week later for its
sake than it could be with changing rooms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from lms.catalogue.plan import Hours
from lms.core import clock
from lms.core.text import gettext

PATIENCE = timedelta(days=7)
"""How much later the last class may be for the sake of one room throughout."""
SOON, HORIZON = timedelta(days=60), timedelta(days=180)
"""How far from the first day classes are placed; where the nearer suffices, no further is looked."""
MOST = 60
"""No offering has more class days."""

WhyOff = Callable[[date], str | None]


@dataclass(frozen=True)
class Taken:
    """Something that stands in the way: from when until when (aware UTC), and what it is in words.

    The words are made when somebody asks: of thousands of bookings a few are named.
    """

    starts_at: datetime
    ends_at: datetime
    tell: Callable[[], str]


@dataclass(frozen=True)
class Candidate:
    """A room that suits the class, its buffers, and what stands in it."""

    code: str
    before: timedelta
    after: timedelta
    taken: Sequence[Taken]

    def obstacle(self, starts_at: datetime, ends_at: datetime) -> str | None:
        """What stands in the way of a class within one day, buffers counted; None if it is free."""
        start, end = starts_at - self.before, ends_at + self.after
        days = {clock.to_seoul(start).date(), clock.to_seoul(end).date()}
        there = (each for day in sorted(days) for each in self._by_day.get(day, ()))
        found = (each.tell() for each in there if each.starts_at < end and each.ends_at > start)
        return next(found, None)

    @cached_property
    def _by_day(self) -> dict[date, list[Taken]]:
        found: dict[date, list[Taken]] = defaultdict(list)
        for each in self.taken:
            for day in _days(each):
                found[day].append(each)
        return found


@dataclass(frozen=True)
class Wanted:
    """What is to be placed: how many class days from which day on, on which weekdays (0 is Monday)."""

    first_on: date
    count: int
    weekdays: Collection[int]
    hours: Hours

    def times(self, day: date) -> tuple[datetime, datetime]:
        """Start and end of the class on a day, aware UTC."""
        return clock.at(day, self.hours.starts), clock.at(day, self.hours.ends)


@dataclass(frozen=True)
class Placed:
    """A class day with its room's code."""

    day: date
    room: str


@dataclass(frozen=True)
class Skipped:
    """A day that was left out, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class Proposal:
    """The days found, in order, and those left out before the last of them.

    Attributes:
        complete: are they as many as were wanted?
    """

    placed: list[Placed]
    skipped: list[Skipped]
    complete: bool

    @property
    def rooms(self) -> list[str]:
        """Codes of the rooms used, each once, in order of use."""
        return list(dict.fromkeys(each.room for each in self.placed))


def propose(
    wanted: Wanted,
    rooms: Sequence[Candidate],
    busy: Sequence[Taken],
    why_off: WhyOff,
    horizon: timedelta = HORIZON,
) -> Proposal:
    """Days and rooms for a whole offering.

    Args:
        rooms: those that suit, the one liked best first.
        busy: what the instructors do elsewhere.
        why_off: the reason why nobody is taught on a day, if there is one.
        horizon: how far from the first day one looks.

    Returns:
        As many days as are free within the horizon, at most as many as wanted.
    """
    open_days, skipped = _open_days(wanted, rooms, busy, why_off, horizon)
    earliest = [day for day, _ in open_days[: wanted.count]]
    free = dict(open_days)
    one = _one_room(wanted.count, earliest, open_days, rooms)
    placed = one or _changing(earliest, free, [room.code for room in rooms])
    chosen = {each.day for each in placed}
    last = placed[-1].day if placed and len(placed) == wanted.count else None
    skipped += [
        Skipped(day, gettext("Another room is free then, but not the one for all days."))
        for day, _ in open_days
        if day not in chosen and last and day < last
    ]
    shown = [each for each in skipped if last is None or each.day < last]
    complete = len(placed) == wanted.count
    return Proposal(placed, sorted(shown, key=lambda each: each.day), complete)


def _open_days(
    wanted: Wanted,
    rooms: Sequence[Candidate],
    busy: Sequence[Taken],
    why_off: WhyOff,
    horizon: timedelta,
) -> tuple[list[tuple[date, list[str]]], list[Skipped]]:
    """Days with the rooms free on them, until there are enough even for one room; the others, why."""
    found: list[tuple[date, list[str]]] = []
    skipped: list[Skipped] = []
    enough: date | None = None
    for day in _candidate_days(wanted, horizon):
        if enough and day > enough:
            break
        times = wanted.times(day)
        why = why_off(day) or _meets(busy, *times)
        free = [] if why else [room.code for room in rooms if not room.obstacle(*times)]
        if free:
            found.append((day, free))
        else:
            skipped.append(Skipped(day, why or _full(rooms, *times)))
        if len(found) == wanted.count and enough is None:
            enough = day + PATIENCE
    return found, skipped


def _one_room(
    count: int,
    earliest: list[date],
    open_days: list[tuple[date, list[str]]],
    rooms: Sequence[Candidate],
) -> list[Placed]:
    """One room for all days: the one that is done first, of these the one liked best; or none."""
    if len(earliest) < count:
        return []
    options = []
    for place, room in enumerate(rooms):
        days = [day for day, free in open_days if room.code in free][:count]
        if len(days) == count:
            options.append((days[-1], place, [Placed(day, room.code) for day in days]))
    return min(options)[2] if options else []


def _changing(days: list[date], free: dict[date, list[str]], codes: list[str]) -> list[Placed]:
    """The same days with as few changes of room as can be: each room is kept while it is free."""
    placed: list[Placed] = []
    while len(placed) < len(days):
        rest = days[len(placed) :]
        runs = {code: _run(code, rest, free) for code in codes}
        best = max(codes, key=lambda code: (runs[code], -codes.index(code)))
        placed += [Placed(day, best) for day in rest[: runs[best]]]
    return placed


def _run(code: str, days: list[date], free: dict[date, list[str]]) -> int:
    taken = (n for n, day in enumerate(days) if code not in free[day])
    return next(taken, len(days))


def _candidate_days(wanted: Wanted, horizon: timedelta) -> Iterator[date]:
    for n in range(horizon.days):
        day = wanted.first_on + timedelta(days=n)
        if day.weekday() in wanted.weekdays:
            yield day


def _meets(busy: Sequence[Taken], starts_at: datetime, ends_at: datetime) -> str | None:
    found = (each.tell() for each in busy if each.starts_at < ends_at and each.ends_at > starts_at)
    return next(found, None)


def _full(rooms: Sequence[Candidate], starts_at: datetime, ends_at: datetime) -> str:
    if len(rooms) == 1:
        return rooms[0].obstacle(starts_at, ends_at) or ""
    return gettext("No suitable room is free.")


def _days(taken: Taken) -> Iterator[date]:
    day = clock.to_seoul(taken.starts_at).date()
    last = min(clock.to_seoul(taken.ends_at).date(), day + 2 * HORIZON)
    while day <= last:
        yield day
        day += timedelta(days=1)
