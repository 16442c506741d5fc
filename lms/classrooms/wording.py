"""Lengths, hours of the day, opening hours and places in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from lms.classrooms.recurrence import Freq, Recurrence, from_text
from lms.core.text import day as day_in_words
from lms.core.text import gettext, ngettext, short_day, weekday_name

if TYPE_CHECKING:
    from lms.classrooms.models import Closure

A_MONDAY = date(2026, 1, 5)


def hours_and_minutes(minutes: int) -> str:
    """1시간 30분, or 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return gettext("%(hours)s h", hours=hours)
    if not hours:
        return gettext("%(minutes)s min", minutes=rest)
    return gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=rest)


def days_and_hours(hours: int) -> str:
    """3일, or 3 days; what is not whole days is said in hours."""
    if hours and hours % 24 == 0:
        return ngettext("%(num)s day", "%(num)s days", hours // 24)
    return ngettext("%(num)s hour", "%(num)s hours", hours)


def minutes_as_clock(minutes: int) -> str:
    """540 → 09:00; the end of the day is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def weekday(number: int) -> str:
    """월, or Mon; Monday is 0."""
    return weekday_name(A_MONDAY + timedelta(days=number))


def opening_hours(hours: Mapping[int, tuple[int, int]]) -> list[tuple[str, str]]:
    """Days of the week and their hours, days that follow each other with the same hours as one:
    [("월–금", "09:00–18:00"), ("토–일", "휴실")].
    """
    found = []
    for times, days in groupby(range(7), key=hours.get):
        numbers = list(days)
        first, last = weekday(numbers[0]), weekday(numbers[-1])
        name = first if first == last else f"{first}–{last}"
        words = "–".join(map(minutes_as_clock, times)) if times else gettext("closed")
        found.append((name, words))
    return found


def place_of(closure: Closure) -> str:
    """What a closure closes."""
    if closure.room is not None:
        return closure.room.shown_name
    if closure.floor is not None:
        return gettext("Floor %(floor)s", floor=closure.floor)
    return gettext("The whole academy")


def rule_in_words(text: str) -> str:
    """How a booking was repeated: 2주마다 월, 수 · 2026년 12월 31일 (목)까지. "" if it was not."""
    if not text:
        return ""
    rule = from_text(text)
    parts = [_every(rule), *([_weekdays(rule)] if rule.weekdays else [])]
    if rule.until is not None:
        parts.append(gettext("until %(day)s", day=day_in_words(rule.until)))
    if rule.count is not None:
        parts.append(ngettext("%(num)s time", "%(num)s times", rule.count))
    if rule.except_days:
        left_out = ", ".join(short_day(day) for day in sorted(rule.except_days)[:10])
        parts.append(gettext("without %(days)s", days=left_out))
    return " · ".join(parts)


def _every(rule: Recurrence) -> str:
    if rule.interval == 1:
        return rule.freq.label
    if rule.freq is Freq.daily:
        return gettext("Every %(count)s days", count=rule.interval)
    return gettext("Every %(count)s weeks", count=rule.interval)


def _weekdays(rule: Recurrence) -> str:
    return ", ".join(weekday_name(A_MONDAY + timedelta(days=n)) for n in rule.weekdays)
