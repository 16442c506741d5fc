"""Days as calendars show them: the strip of two weeks, and the month. Weeks begin on Sunday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lms.core import clock
from lms.core.text import day as in_words
from lms.core.text import short_month, weekday_name

STRIP_DAYS = 14


def strip(
    first: date, offerings: Mapping[date, Sequence[int]], days_off: Mapping[date, str]
) -> list[dict[str, Any]]:
    """Two weeks for ui.calendar_strip.

    Args:
        offerings: which offerings have class on which day (listings.session_days).
        days_off: names of the days off (classrooms.queries.days_off_between).
    """
    days = [first + timedelta(days=n) for n in range(STRIP_DAYS)]
    return [
        {
            **_day(day, days_off),
            "iso": day.isoformat(),
            "weekday": weekday_name(day),
            "month": short_month(day) if day == first or day.day == 1 else None,
            "count": len(offerings.get(day, ())),
            "href": f"/offerings?day={day.isoformat()}",
        }
        for day in days
    ]


def weeks(
    month: date, items: Mapping[date, Sequence[Any]], days_off: Mapping[date, str]
) -> list[list[dict[str, Any]]]:
    """The weeks of a month for ui.month_calendar, with days before and after that fill them up.

    Args:
        month: its first day.
        items: what stands on which day, as the macro wants it.
        days_off: names of the days off, in the weeks before and after as well.
    """
    day = first_shown(month)
    found = []
    while day <= month or day.month == month.month:
        week = [day + timedelta(days=n) for n in range(7)]
        found.append(
            [
                {
                    **_day(each, days_off),
                    "in_month": each.month == month.month,
                    "items": items.get(each, []),
                }
                for each in week
            ]
        )
        day += timedelta(days=7)
    return found


def first_shown(month: date) -> date:
    """The Sunday on or before the first day of a month."""
    return month - timedelta(days=(month.weekday() + 1) % 7)


def weekdays() -> list[str]:
    """Names of the days of a week, from Sunday."""
    sunday = date(2026, 11, 22)
    return [weekday_name(sunday + timedelta(days=n)) for n in range(7)]


def _day(day: date, days_off: Mapping[date, str]) -> dict[str, Any]:
    rest = {5: "sat", 6: "sun"}.get(day.weekday())
    return {
        "day": day.day,
        "today": day == clock.today(),
        "rest": rest,
        "holiday": days_off.get(day),
        "label": in_words(day),
    }
