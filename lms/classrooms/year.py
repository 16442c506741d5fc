"""A year as twelve small months, with the days that are not worked. Pure."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from lms.classrooms.holidays import WorkDays


@dataclass(frozen=True)
class Day:
    """One day of a month. `name` is the holiday's or the academy's own name of it, if any."""

    on: date
    in_month: bool
    is_off: bool
    name: str | None
    is_own: bool
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month: its first day, and its weeks from Monday to Sunday."""

    first: date
    weeks: list[list[Day]]


def months_of(year: int, days: WorkDays, today: date) -> list[Month]:
    """The twelve months of a year."""
    return [_month(date(year, number, 1), days, today) for number in range(1, 13)]


def _month(first: date, days: WorkDays, today: date) -> Month:
    def shown(day: date) -> Day:
        own = days.own.get(day)
        return Day(
            on=day,
            in_month=day.month == first.month,
            is_off=days.is_off(day),
            name=own.name if own else days.day_off(day),
            is_own=own is not None,
            is_today=day == today,
        )

    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return Month(first, [[shown(day) for day in week] for week in weeks])
