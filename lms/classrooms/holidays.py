"""Days on which nobody is taught: weekends, Korea's public holidays with their substitute days, and,
over both, what the academy itself has decided. Pure.

Source: PyPI `holidays`, which follows 관공서의 공휴일에 관한 규정. Days by decree it can't know: they
are entered as academy days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays


@cache
def _korea() -> HolidayBase:
    return country_holidays("KR", language="ko")


def holiday_name(day: date) -> str | None:
    """The public holiday's Korean name, or None on an ordinary day."""
    return _korea().get(day)


def is_off(day: date) -> bool:
    """A Saturday, a Sunday or a public holiday? The academy's own days are in `WorkDays`."""
    return day.weekday() >= 5 or day in _korea()


@dataclass(frozen=True)
class OwnDay:
    """What the academy has decided about a day: off, or worked although others rest."""

    name: str
    is_off: bool


@dataclass(frozen=True)
class WorkDays:
    """Which days are worked. The academy's own word counts before weekends and public holidays."""

    own: Mapping[date, OwnDay] = field(default_factory=dict)

    def is_off(self, day: date) -> bool:
        """Is it a weekend, a holiday, or a day off of the academy's own?"""
        own = self.own.get(day)
        return own.is_off if own else is_off(day)

    def day_off(self, day: date) -> str | None:
        """The name of the holiday or of the academy's own day off; None on weekends and work days."""
        own = self.own.get(day)
        if own is None:
            return holiday_name(day)
        return own.name if own.is_off else None

    def days_off(self, first: date, last: date) -> dict[date, str]:
        """All named days off from the first to the last day, both counted."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return {day: name for day in days if (name := self.day_off(day))}
