"""Is a room closed at a time, and why? Pure: closures and days off are given.

A closure counts where it meets the use itself; the room's buffers may reach into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from lms.core import clock
from lms.core.text import gettext, moment, short_day


class Closing(Protocol):
    """What is asked of a closure (models.Closure)."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def reason(self) -> str: ...
    def covers(self, room_id: int, floor: int) -> bool: ...


def closed_by(
    closures: Sequence[Closing],
    days_off: Mapping[date, str],
    room_id: int,
    floor: int,
    start: datetime,
    end: datetime,
) -> str | None:
    """Why a room can't be used from one moment to another, in words; None if it can.

    Args:
        closures: those that may meet that time (queries.closures_between).
        days_off: public holidays and the academy's own, by day (queries.days_off_between).
    """
    for closure in closures:
        meets = closure.starts_at < end and closure.ends_at > start
        if meets and closure.covers(room_id, floor):
            return gettext(
                "Closed from %(start)s to %(end)s: %(reason)s",
                start=moment(closure.starts_at),
                end=moment(closure.ends_at),
                reason=closure.reason,
            )
    off = next((day for day in _days(start, end) if day in days_off), None)
    if off is None:
        return None
    return gettext("%(day)s is a day off: %(name)s", day=short_day(off), name=days_off[off])


def _days(start: datetime, end: datetime) -> Iterator[date]:
    """The days in Seoul that a time touches; an end at midnight touches none of the next day."""
    day, last = clock.to_seoul(start).date(), clock.to_seoul(end - timedelta(microseconds=1)).date()
    while day <= last:
        yield day
        day += timedelta(days=1)
