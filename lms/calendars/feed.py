"""A feed as a calendar program reads it (RFC 5545). Pure: entries in, bytes out.

The same entries make the same bytes, so that an unchanged feed need not be sent again. Hours stand
in Seoul's time zone, which goes along; a cancelled entry stays and says so, since some programs keep
what simply vanishes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from lms.core import clock

REFRESH = timedelta(hours=1)
"""How often programs are asked to look again."""
KEPT = 10_000
"""Events whose bytes are kept in memory, half a kilobyte each; making them is most of the work."""
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Entry:
    """One event. Moments are aware; `status` is CONFIRMED, TENTATIVE or CANCELLED.

    Attributes:
        uid: the same for ever, so that a moved event moves instead of standing there twice.
        sequence: grows with every change.
        changed_at: when it was changed last.
        remind: minutes before the start at which the program reminds; None for not at all.
    """

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    status: str
    sequence: int
    changed_at: datetime
    place: str = ""
    detail: str = ""
    href: str = ""
    remind: int | None = None


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The whole feed."""
    ordered = sorted(entries, key=lambda each: (each.starts_at, each.uid))
    head = bytes(_frame(name).to_ical()).removesuffix(END)
    return b"".join([head, *map(_event, ordered), END])


def _frame(name: str) -> Calendar:
    """The feed without its events."""
    frame = Calendar()
    frame.add("prodid", "-//academy-lms//calendar feed//KO")
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("method", "PUBLISH")
    frame["X-WR-CALNAME"] = frame["NAME"] = vText(name)
    frame["X-WR-TIMEZONE"] = vText(clock.SEOUL.key)
    frame.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    frame.add_component(_seoul())
    return frame


@lru_cache(maxsize=KEPT)
def _event(entry: Entry) -> bytes:
    """One event. Programs ask every quarter of an hour, and most events are as they were."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("dtstart", clock.to_seoul(entry.starts_at))
    event.add("dtend", clock.to_seoul(entry.ends_at))
    event.add("summary", entry.title)
    event.add("status", entry.status)
    for name, value in (("location", entry.place), ("description", entry.detail)):
        if value:
            event.add(name, value)
    if entry.href:
        event.add("url", entry.href)
    event.add("transp", "TRANSPARENT" if entry.status == "CANCELLED" else "OPAQUE")
    if entry.remind is not None and entry.status == "CONFIRMED":
        event.add_component(_alarm(entry))
    return bytes(event.to_ical())


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", -timedelta(minutes=entry.remind or 0))
    return alarm


def _seoul() -> Timezone:
    """Nine hours ahead of UTC, all year: there has been no summer time since 1988."""
    zone, hours = Timezone(), TimezoneStandard()
    zone.add("tzid", clock.SEOUL.key)
    hours.add("dtstart", datetime(1988, 10, 9, 2, 0))  # noqa: DTZ001  # local, as the format wants it
    hours.add("tzoffsetfrom", timedelta(hours=9))
    hours.add("tzoffsetto", timedelta(hours=9))
    hours.add("tzname", "KST")
    zone.add_component(hours)
    return zone
