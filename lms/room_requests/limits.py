"""How often and how long a person and a firm may have rooms in a month. Pure.

Counted are the times of requests that hold a room or held it to the end, those to which nobody came
included; a time that was cancelled or refused is not. A request that repeats is held against the
limit of each month it reaches into. Source: the academy's use rules; the numbers are settings
(LMS_ROOM_LIMIT_*), and 0 stands for no limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


@dataclass(frozen=True)
class Limits:
    """What is allowed in one calendar month: times, and hours. 0 is no limit."""

    times: int
    hours: int


@dataclass(frozen=True)
class Use:
    """One time in a room: its day in Seoul and its length in minutes, without the buffers."""

    day: date
    minutes: int


class Measure(Enum):
    """What there would be too much of."""

    times = "times"
    hours = "hours"


@dataclass(frozen=True)
class Overrun:
    """A limit that a wish would break.

    Attributes:
        month: its first day.
        limit, used, wished: times, or minutes where the measure is hours.
    """

    month: date
    measure: Measure
    limit: int
    used: int
    wished: int

    @property
    def left(self) -> int:
        """What may still be asked for in that month; never below nothing."""
        return max(0, self.limit - self.used)


def overruns(limits: Limits, used: Iterable[Use], wished: Iterable[Use]) -> list[Overrun]:
    """The limits that the wished times would break, month by month, times before hours.

    A month that nothing is wished in is never complained about, however full it is.
    """
    before, after = list(used), list(wished)
    found = []
    for month in sorted({_month(use.day) for use in after}):
        for measure, limit in _allowed(limits):
            there, more = _sum(before, month, measure), _sum(after, month, measure)
            if limit and there + more > limit:
                found.append(Overrun(month, measure, limit, there, more))
    return found


def _allowed(limits: Limits) -> list[tuple[Measure, int]]:
    return [(Measure.times, limits.times), (Measure.hours, limits.hours * 60)]


def _sum(uses: Iterable[Use], month: date, measure: Measure) -> int:
    mine = [use for use in uses if _month(use.day) == month]
    return len(mine) if measure is Measure.times else sum(use.minutes for use in mine)


def _month(day: date) -> date:
    return day.replace(day=1)
