"""How much of a room's working time is taken. Pure.

Working time is what a room is open by its hours, without closures and days off. Taken is what
confirmed uses take of it, without set-up and clearing: a class from 9 to 18 in a room that is open
from 9 to 18 makes 100 %. Uses outside the working time count nowhere, requests not yet approved
neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from lms.classrooms.free import Span, common, length, minus

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Occupancy:
    """Minutes of working time, and how many of them were taken."""

    working: int = 0
    taken: int = 0

    @property
    def percent(self) -> int | None:
        """The share taken, rounded half up; None where there was no working time."""
        return (self.taken * 200 + self.working) // (self.working * 2) if self.working else None

    def __add__(self, other: Occupancy) -> Occupancy:
        return Occupancy(self.working + other.working, self.taken + other.taken)


def occupancy(hours: Iterable[Span], closed: Iterable[Span], uses: Iterable[Span]) -> Occupancy:
    """The occupancy of one room over some times.

    Args:
        hours: when the room is open.
        closed: closures and days off.
        uses: confirmed uses, from start to end.
    """
    working = minus(hours, closed)
    return Occupancy(length(working) // MINUTE, length(common(working, uses)) // MINUTE)


def level(share: Occupancy) -> int | None:
    """How dark a share is drawn, 0 (nothing taken) to 4; None without working time."""
    percent = share.percent
    return None if percent is None else min(4, (percent + 24) // 25)
