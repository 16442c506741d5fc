"""Days of teaching, counted from today: 0 is today, 1 the next working day, -1 the last one. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from lms.classrooms.holidays import is_off


def teaching_day(today: date, number: int) -> date:
    """The day of a number. Today counts as a teaching day even if it is a Sunday or a holiday, so
    that there is always a class to see.
    """
    step = timedelta(days=1 if number > 0 else -1)
    day = today
    for _ in range(abs(number)):
        day += step
        while is_off(day):
            day += step
    return day


def teaching_days(today: date, first: int, count: int) -> list[date]:
    """So many days from the first number on."""
    return [teaching_day(today, first + number) for number in range(count)]
