"""Days on which a booking repeats: daily, or weekly on given days, every n-th time. Pure.

The meaning is that of RFC 5545 (RRULE and EXDATE), with weeks that begin on Monday: `count` counts
excepted days as well. A rule always ends, and never makes more than 400 occurrences or runs longer
than two years: who books further ahead than that can't know what they will need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from lms.core.errors import Refused
from lms.core.status import Choice
from lms.core.text import N_, gettext
from lms.core.text import day as day_in_words

MOST = 400
"""Occurrences of one booking."""
YEARS = timedelta(days=2 * 366)
"""From the first day to the last."""
WIDEST = 99
"""The largest interval."""

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Freq(Choice):
    """In what it repeats."""

    daily = "daily", N_("Every day")
    weekly = "weekly", N_("Every week")


@dataclass(frozen=True)
class Recurrence:
    """How a booking repeats.

    Attributes:
        interval: every n-th day or week.
        weekdays: of a weekly rule, Monday is 0; none means the weekday of the first day.
        until: the last day that may be one; `count`: how many at most. At least one is given.
        except_days: days left out.
    """

    freq: Freq
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    until: date | None = None
    count: int | None = None
    except_days: frozenset[date] = frozenset()


def days(rule: Recurrence, first: date) -> list[date]:
    """The days of a rule from its first day on, in order.

    Raises:
        Refused: the rule never ends, makes no day or more than 400, or runs longer than two years.
    """
    _check_bounds(rule, first)
    found: list[date] = []
    for number, day in enumerate(_until(rule, first), start=1):
        if number > MOST:
            sentence = gettext(
                "That makes more than %(most)s times. Please choose an earlier last day.", most=MOST
            )
            raise Refused("too-many", sentence)
        found.append(day)
        if number == rule.count:
            break
    unfinished = rule.until is None and len(found) < (rule.count or 0)
    if unfinished or (found and found[-1] - first > YEARS):
        raise _too_long(first)
    kept = [day for day in found if day not in rule.except_days]
    if not kept:
        raise Refused(
            "no-occurrence",
            gettext("No day fits that. Please choose a later last day or other weekdays."),
        )
    return kept


def without(rule: Recurrence, missing: frozenset[date]) -> Recurrence:
    """The same rule with more days left out."""
    return replace(rule, except_days=rule.except_days | missing)


def _check_bounds(rule: Recurrence, first: date) -> None:
    if rule.until is None and rule.count is None:
        sentence = gettext("Please say when it ends: a last day or a number of times.")
        raise Refused("endless", sentence)
    if not 1 <= rule.interval <= WIDEST or (rule.count is not None and rule.count < 1):
        sentence = gettext("Please repeat every 1 to %(most)s times, at least once.", most=WIDEST)
        raise Refused("numbers", sentence)
    if rule.until is not None and rule.until - first > YEARS:
        raise _too_long(first)


def _too_long(first: date) -> Refused:
    return Refused(
        "too-long",
        gettext(
            "A booking repeats for two years at most. The last day can be %(day)s.",
            day=day_in_words(first + YEARS),
        ),
    )


def _until(rule: Recurrence, first: date) -> Iterator[date]:
    every = _daily(rule, first) if rule.freq is Freq.daily else _weekly(rule, first)
    last = min(rule.until or date.max, first + 2 * YEARS)
    return takewhile(lambda day: day <= last, every)


def _daily(rule: Recurrence, first: date) -> Iterator[date]:
    end = date.max - timedelta(days=rule.interval)
    day = first
    while day <= end:
        yield day
        day += timedelta(days=rule.interval)


def _weekly(rule: Recurrence, first: date) -> Iterator[date]:
    weekdays = sorted(set(rule.weekdays)) or [first.weekday()]
    monday = first - timedelta(days=first.weekday())
    end = date.max - timedelta(weeks=rule.interval + 1)
    while monday <= end:
        week = [monday + timedelta(days=weekday) for weekday in weekdays]
        yield from (day for day in week if day >= first)
        monday += timedelta(weeks=rule.interval)


# --- RRULE text ----------------------------------------------------------------------------------


def to_text(rule: Recurrence) -> str:
    """FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270101, with EXDATE=… last."""
    parts = [f"FREQ={rule.freq.value.upper()}"]
    if rule.interval != 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.weekdays:
        parts.append("BYDAY=" + ",".join(CODES[n] for n in sorted(set(rule.weekdays))))
    if rule.until is not None:
        parts.append(f"UNTIL={rule.until:%Y%m%d}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.except_days:
        parts.append("EXDATE=" + ",".join(f"{day:%Y%m%d}" for day in sorted(rule.except_days)))
    return ";".join(parts)


def from_text(text: str) -> Recurrence:
    """The rule of a text as `to_text` writes it.

    Raises:
        ValueError: it says something else.
    """
    try:
        return _rule(dict(_part(part) for part in text.split(";")))
    except (KeyError, ValueError) as error:
        raise ValueError(f"This is no rule of ours: {text!r}") from error


def _rule(values: dict[str, str]) -> Recurrence:
    return Recurrence(
        freq=Freq(values["FREQ"].lower()),
        interval=int(values.get("INTERVAL", 1)),
        weekdays=tuple(CODES.index(code) for code in _listed(values.get("BYDAY"))),
        until=_day(values["UNTIL"]) if "UNTIL" in values else None,
        count=int(values["COUNT"]) if "COUNT" in values else None,
        except_days=frozenset(_day(day) for day in _listed(values.get("EXDATE"))),
    )


_PART = re.compile(r"(FREQ|INTERVAL|BYDAY|UNTIL|COUNT|EXDATE)=([A-Z0-9,]+)")


def _part(text: str) -> tuple[str, str]:
    found = _PART.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return found[1], found[2]


def _listed(values: str | None) -> list[str]:
    return values.split(",") if values else []


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
