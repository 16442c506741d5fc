"""Finding a room for a wish, and what is near it when nothing fits. Pure.

A room fits if it is big enough in the layout, has or can be brought what is wished for, and is free
then. When none does: the same day at another hour, another day at the same hour, and rooms that are
free then but miss something. Everything is offered smallest room first, for a big one may be needed
by others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.classrooms.free import Span
from lms.core import clock

STEP = timedelta(minutes=30)
MOST = 4
"""How many of each kind are offered."""


@dataclass(frozen=True)
class Wanted:
    """From when to when, for how many people, with which equipment (by name)."""

    starts_at: datetime
    ends_at: datetime
    people: int = 1
    equipment: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A room: its seats in the layout wished for, what stands in it, and when a use may be put in."""

    code: str
    seats: int
    equipment: frozenset[str]
    free: Sequence[Span]

    def is_free(self, start: datetime, end: datetime) -> bool:
        """May somebody use it from one moment to another?"""
        return any(begins <= start and end <= ends for begins, ends in self.free)


@dataclass(frozen=True)
class Piece:
    """A movable piece of equipment and when it is taken."""

    name: str
    taken: Sequence[Span]

    def is_free(self, start: datetime, end: datetime) -> bool:
        """Is it nowhere else then?"""
        return all(until <= start or begun >= end for begun, until in self.taken)


@dataclass(frozen=True)
class Offer:
    """A room and a time that fit."""

    code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Short:
    """A room that is free at the time wished for, but misses something."""

    code: str
    seats_missing: int
    equipment_missing: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What fits, and what is near."""

    fitting: Sequence[str]
    other_hours: Sequence[Offer]
    other_days: Sequence[Offer]
    short: Sequence[Short]


def search(
    wanted: Wanted, candidates: Sequence[Candidate], pieces: Sequence[Piece], days_ahead: int
) -> Found:
    """Look for a room.

    Args:
        candidates: rooms in use, their free times known for the day and `days_ahead` days more.
        pieces: movable equipment.
    """
    start, end = wanted.starts_at, wanted.ends_at
    ordered = sorted(candidates, key=lambda room: (room.seats, room.code))
    able = [room for room in ordered if not _missing(wanted, room, pieces)]
    fitting = [room.code for room in able if _fits(room, start, end, wanted, pieces)]
    if fitting:
        return Found(fitting, (), (), ())
    free = [room for room in ordered if room.is_free(start, end)]
    return Found(
        (),
        _nearest(able, wanted, pieces, _hours(wanted)),
        _nearest(able, wanted, pieces, _days(wanted, days_ahead)),
        [_short(wanted, room, pieces) for room in reversed(free)][:MOST],
    )


def _fits(
    room: Candidate, start: datetime, end: datetime, wanted: Wanted, pieces: Sequence[Piece]
) -> bool:
    return room.is_free(start, end) and not _not_there(room, start, end, wanted, pieces)


def _missing(wanted: Wanted, room: Candidate, pieces: Sequence[Piece]) -> bool:
    """Does the room lack what no other time brings?"""
    movable = {piece.name for piece in pieces}
    return room.seats < wanted.people or not wanted.equipment <= room.equipment | movable


def _not_there(
    room: Candidate, start: datetime, end: datetime, wanted: Wanted, pieces: Sequence[Piece]
) -> list[str]:
    free = {piece.name for piece in pieces if piece.is_free(start, end)}
    return sorted(wanted.equipment - room.equipment - free)


def _short(wanted: Wanted, room: Candidate, pieces: Sequence[Piece]) -> Short:
    missing = _not_there(room, wanted.starts_at, wanted.ends_at, wanted, pieces)
    return Short(room.code, max(0, wanted.people - room.seats), tuple(missing))


def _nearest(
    able: Sequence[Candidate], wanted: Wanted, pieces: Sequence[Piece], starts: Iterator[datetime]
) -> list[Offer]:
    """The first times, one room each, at which something fits."""
    length = wanted.ends_at - wanted.starts_at
    found: list[Offer] = []
    for start in starts:
        end = start + length
        room = next((r for r in able if _fits(r, start, end, wanted, pieces)), None)
        if room:
            found.append(Offer(room.code, start, end))
        if len(found) == MOST:
            break
    return found


def _hours(wanted: Wanted) -> Iterator[datetime]:
    """Starts on the same day, the nearest first; of two as near the earlier one."""
    midnight, next_midnight = clock.day_bounds(clock.to_seoul(wanted.starts_at).date())
    for steps in range(1, 49):
        for start in (wanted.starts_at - steps * STEP, wanted.starts_at + steps * STEP):
            if midnight <= start < next_midnight:
                yield start


def _days(wanted: Wanted, days_ahead: int) -> Iterator[datetime]:
    for days in range(1, days_ahead + 1):
        yield wanted.starts_at + timedelta(days=days)
