"""When a recurring event of a calendar file takes place. Pure; dateutil knows the rules.

Daily, weekly, monthly and yearly rules are read. Rules by the hour and those that count days or weeks
of a year are refused: no room is booked that way, and dateutil can look for their next time for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Event

from lms.core import clock
from lms.core.text import gettext

MOST = 400
"""Times of one event, as for bookings (classrooms/recurrence.py)."""
WIDEST = 99
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
KNOWN = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"}
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
YEARS = range(1900, 2200)


class Unreadable(Exception):
    """Why an event can't be booked, in a sentence."""


def local(event: Event, name: str) -> datetime:
    """A moment of an event in its own time zone; without one it is Seoul's.

    Raises:
        Unreadable: it is missing, a whole day, twice there, or in a zone that nobody knows.
    """
    if name not in event:
        raise Unreadable(gettext("It has no start."))
    field = event[name]
    value = getattr(field, "dt", None)
    if isinstance(value, date) and not isinstance(value, datetime):
        raise Unreadable(gettext("It lasts the whole day; give it hours to book a room."))
    if not isinstance(value, datetime) or value.year not in YEARS:
        raise Unreadable(gettext("A field can't be read: %(name)s.", name=name))
    zone = field.params.get("TZID")
    if value.tzinfo is None and zone:
        raise Unreadable(gettext("Its time zone “%(zone)s” is not known.", zone=str(zone)[:60]))
    return value if value.tzinfo else value.replace(tzinfo=clock.SEOUL)


def starts_of(event: Event, start: datetime, horizon: datetime) -> list[datetime]:
    """All starts of an event up to the horizon, at most one more than `MOST`.

    Raises:
        Unreadable: its rule can't be read or never comes true.
    """
    if "RRULE" not in event:
        return sorted({start, *_dates(event, "RDATE", start)})
    rule, until = _rule(event["RRULE"], start)
    last = min(until, horizon)
    plain = start.replace(tzinfo=None)
    try:
        times = rrulestr(rule, dtstart=plain)
        coming = (each.replace(tzinfo=start.tzinfo) for each in times)
        found = list(islice(_up_to(coming, last), MOST + 1))
    except (ValueError, TypeError, OverflowError, IndexError) as error:
        raise Unreadable(gettext("When it recurs can't be read.")) from error
    left_out = {each.astimezone(UTC) for each in _dates(event, "EXDATE", start)}
    every = {*found, *_dates(event, "RDATE", start)}
    return sorted(each for each in every if each.astimezone(UTC) not in left_out)


def _up_to(times: Iterable[datetime], last: datetime) -> Iterable[datetime]:
    for each in times:
        if each > last:
            return
        yield each


def _rule(rule: Any, start: datetime) -> tuple[str, datetime]:
    """The rule without its UNTIL, and that as a moment."""
    if isinstance(rule, list):
        raise Unreadable(gettext("When it recurs can't be read."))
    kind = str(rule.get("FREQ", [""])[0]).upper()
    if kind not in FREQUENCIES or not set(rule) <= KNOWN:
        raise Unreadable(gettext("It recurs in a way that can't be booked."))
    if not 1 <= int(rule.get("INTERVAL", [1])[0]) <= WIDEST or not _fits(rule, kind, start):
        raise Unreadable(gettext("When it recurs can't be read."))
    until = datetime.max.replace(tzinfo=UTC)
    if "UNTIL" in rule:
        until = _moment(rule["UNTIL"][0], start, time.max)
    parts = rule.to_ical().decode().split(";")
    return ";".join(part for part in parts if not part.startswith("UNTIL=")), until


def _fits(rule: Any, kind: str, start: datetime) -> bool:
    """Is the first time one of the rule's? If it is not, the search for the next may never end."""
    if kind in ("DAILY", "WEEKLY") and {"BYSETPOS", "BYMONTHDAY"} & set(rule):
        return False
    weekdays = [str(day)[-2:].upper() for day in rule.get("BYDAY", [])]
    month_days = [int(day) for day in rule.get("BYMONTHDAY", [])]
    months = [int(month) for month in rule.get("BYMONTH", [])]
    return (
        (not weekdays or DAYS[start.weekday()] in weekdays)
        and (not month_days or start.day in month_days or min(month_days) < 0)
        and (not months or start.month in months)
    )


def _dates(event: Event, name: str, start: datetime) -> list[datetime]:
    """Moments listed one by one; a day stands for the start's hour on it."""
    fields = event.get(name, [])
    fields = fields if isinstance(fields, list) else [fields]
    values = [each.dt for field in fields for each in getattr(field, "dts", [])]
    return [_moment(value, start, start.time()) for value in values]


def _moment(value: Any, start: datetime, hour: time) -> datetime:
    """A date or moment beside the start, in the start's zone; a date gets an hour."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=start.tzinfo)
    if isinstance(value, date) and value.year in YEARS:
        return datetime.combine(value, hour, start.tzinfo)
    raise Unreadable(gettext("When it recurs can't be read."))
