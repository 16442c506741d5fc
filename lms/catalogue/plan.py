"""Proposals for a new offering: which days, which hours, which deadlines. Pure; people may change all.

Korean practice: class days run 09:00–18:00 with lunch at noon, half days in the afternoon; dates are
announced about four weeks ahead; enrolment closes a week before, cancelling three days before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from lms.core import clock

AHEAD = timedelta(days=28)
ENROL_CLOSES = timedelta(days=7)
CANCEL_CLOSES = timedelta(days=3)
MORNING, NOON, ONE, EVENING = time(9), time(12), time(13), time(18)

IsOff = Callable[[date], bool]


@dataclass(frozen=True)
class Dates:
    """Days of an offering and the moments (aware UTC) of its enrolment."""

    starts_on: date
    ends_on: date
    enrol_from: datetime
    enrol_until: datetime
    cancel_until: datetime


@dataclass(frozen=True)
class Hours:
    """Hours of a class day; the break may be none."""

    starts: time
    ends: time
    break_from: time | None = None
    break_until: time | None = None


def dates(today: date, days: int, is_off: IsOff) -> Dates:
    """At least four weeks from today; up to five class days follow each other without a gap."""
    first, unbroken = today + AHEAD, days if days <= 5 else 1
    while any(is_off(first + timedelta(days=n)) for n in range(unbroken)):
        first += timedelta(days=1)
    return Dates(
        starts_on=first,
        ends_on=class_days(first, days, is_off)[-1],
        enrol_from=clock.at(today + timedelta(days=1), MORNING),
        enrol_until=clock.at(first - ENROL_CLOSES, EVENING),
        cancel_until=clock.at(first - CANCEL_CLOSES, EVENING),
    )


def class_days(first: date, count: int, is_off: IsOff) -> list[date]:
    """So many days from the first on, without those off."""
    found: list[date] = []
    day = first
    while len(found) < count:
        if not is_off(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def open_days(first: date, last: date, taken: Collection[date], is_off: IsOff) -> list[date]:
    """Days of an offering that have no class yet, without those off."""
    span = range((last - first).days + 1)
    days = [first + timedelta(days=n) for n in span]
    return [day for day in days if day not in taken and not is_off(day)]


def hours(course_hours: int, days: int) -> Hours:
    """Hours of one class day: a half day in the afternoon, or a whole one from nine with lunch."""
    a_day = -(-course_hours // max(1, days))
    if a_day <= 4:
        return Hours(time(EVENING.hour - a_day), EVENING)
    return Hours(MORNING, time(min(9 + a_day + 1, 22)), NOON, ONE)


def topic(units: Sequence[tuple[str, int]], start: int, end: int) -> str:
    """Titles of the syllabus units that begin within hours start..end of the course.

    Args:
        units: title and hours of each, in order.
    """
    at, titles = 0, []
    for title, hours_of_unit in units:
        if start <= at < end:
            titles.append(title)
        at += hours_of_unit
    return " · ".join(titles)[:120]


def topics(units: Sequence[tuple[str, int]], course_hours: int, days: int) -> list[str]:
    """What each class day is about, if the course's hours are spread evenly."""
    edges = [course_hours * day // days for day in range(days + 1)]
    return [topic(units, start, end) for start, end in pairwise(edges)]
