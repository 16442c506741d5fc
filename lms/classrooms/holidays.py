"""Days on which nobody is taught: weekends and Korea's public holidays with their substitute days.

Source: PyPI `holidays`, which follows 관공서의 공휴일에 관한 규정. Days by decree it can't know.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from holidays import HolidayBase, country_holidays


@cache
def _korea() -> HolidayBase:
    return country_holidays("KR", language="ko")


def holiday_name(day: date) -> str | None:
    """The holiday's Korean name, or None on an ordinary day."""
    return _korea().get(day)


def is_off(day: date) -> bool:
    """A Saturday, a Sunday or a public holiday?"""
    return day.weekday() >= 5 or day in _korea()
