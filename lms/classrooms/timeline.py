"""What stands in rooms at which hours, as ui.room_timeline wants it: bars in rows. Pure.

A row is a room on a day, or a day of a room. Its columns are quarters of an hour. Bars that overlap
(requests that wait for an answer) stand in lanes below each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from lms.classrooms.free import Span
from lms.core import clock
from lms.core.text import hour

OPENS, CLOSES = 9, 18
"""Hours shown at least; what lies outside widens them."""
QUARTER, MINUTE = timedelta(minutes=15), timedelta(minutes=1)
MOST_LANES = 4


@dataclass(frozen=True)
class Bar:
    """Something in a row.

    Attributes:
        kind: `use` (somebody has the room), `free` (nobody has it, and it can be asked for),
            `closed` (a closure or a day off, `title` says why) or `outside` (not its hours).
        mark: one word besides the colour, such as “provisional”.
        move_href: where the use can be moved, for those who may.
        blocked: the time with set-up and clearing, where that is shown.
    """

    kind: str
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    detail: str = ""
    href: str | None = None
    tone: str = "muted"
    mark: str = ""
    move_href: str | None = None
    blocked: Span | None = None

    @cached_property
    def time(self) -> str:
        """09:00–12:00."""
        return f"{hour(self.starts_at)}–{hour(self.ends_at)}"

    @property
    def words(self) -> str:
        """All of it in one line, for the pointer that rests on a bar too small for its words."""
        parts = (self.time, self.mark, self.title, self.detail)
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class Scale:
    """The hours that a timeline shows, whole ones."""

    opens: int
    closes: int

    @property
    def columns(self) -> int:
        """Quarters of an hour."""
        return (self.closes - self.opens) * 4

    def begins(self, day: date) -> datetime:
        """The moment of the first column."""
        return clock.at(day, time()) + timedelta(hours=self.opens)

    def place(self, day: date, start: datetime, end: datetime) -> tuple[int, int] | None:
        """First column and number of columns of a time; None where nothing of it is shown."""
        begins = self.begins(day)
        first = max((start - begins) // QUARTER, 0)
        last = min(-((begins - end) // QUARTER), self.columns)
        return (first, last - first) if last > first else None


def scale(days: Sequence[date], spans: Iterable[Span]) -> Scale:
    """The hours that are needed to show some times on some days."""
    first, last = OPENS, CLOSES
    parts = list(spans)
    for day in days:
        midnight, next_midnight = clock.day_bounds(day)
        for start, end in parts:
            start, end = max(start, midnight), min(end, next_midnight)
            if start < end:
                first = min(first, int((start - midnight) / timedelta(hours=1)))
                last = max(last, -int((midnight - end) // timedelta(hours=1)))
    return Scale(first, last)


def row(
    name: str,
    detail: str,
    href: str | None,
    bars: Iterable[Bar],
    *,
    day: date,
    scale: Scale,
    code: str = "",
    now: datetime | None = None,
) -> dict[str, Any]:
    """A row of the timeline.

    Args:
        code: the room's number, where the row can be dragged in.
        now: the moment that a line marks, if it is on this day.
    """
    items: list[dict[str, Any]] = []
    lanes: list[datetime] = []
    for bar in sorted(bars, key=lambda bar: (bar.starts_at, bar.kind != "use")):
        place = scale.place(day, bar.starts_at, bar.ends_at)
        if place is not None:
            lane = _lane(lanes, bar) if bar.kind == "use" else 0
            items.append(_item(bar, place, lane, day))
            items += _buffers(bar, lane, day, scale)
    return {
        "name": name,
        "detail": detail,
        "href": href,
        "code": code,
        "day": day.isoformat(),
        "begins": scale.opens * 60,
        "items": items,
        "lanes": max(1, len(lanes)),
        "now": _column(scale, day, now),
        "is_free": _is_free(items, scale),
    }


def _item(bar: Bar, place: tuple[int, int], lane: int, day: date) -> dict[str, Any]:
    """A bar with its columns; `minute` of the day and `minutes` are its exact time."""
    return {
        "bar": bar,
        "column": place[0],
        "columns": place[1],
        "lane": lane,
        "minute": (bar.starts_at - clock.at(day, time())) // MINUTE,
        "minutes": (bar.ends_at - bar.starts_at) // MINUTE,
    }


def _lane(lanes: list[datetime], bar: Bar) -> int:
    """The first lane in which nothing stands in the way; the last one takes what is left over."""
    for number, until in enumerate(lanes):
        if until <= bar.starts_at:
            lanes[number] = bar.ends_at
            return number + 1
    if len(lanes) < MOST_LANES:
        lanes.append(bar.ends_at)
    return len(lanes)


def _buffers(bar: Bar, lane: int, day: date, scale: Scale) -> list[dict[str, Any]]:
    if bar.blocked is None:
        return []
    sides = ((bar.blocked[0], bar.starts_at), (bar.ends_at, bar.blocked[1]))
    found = []
    for start, end in sides:
        place = scale.place(day, start, end) if start < end else None
        if place is not None:
            found.append(_item(Bar("buffer", start, end), place, lane, day))
    return found


def _column(scale: Scale, day: date, now: datetime | None) -> int | None:
    if now is None:
        return None
    column = (now - scale.begins(day)) // QUARTER
    return column if 0 <= column < scale.columns else None


def _is_free(items: Sequence[dict[str, Any]], scale: Scale) -> bool:
    """Nobody has it, nothing closes it, and it is open at all."""
    kinds = {item["bar"].kind for item in items}
    outside = sum(item["columns"] for item in items if item["bar"].kind == "outside")
    return not kinds & {"use", "closed"} and outside < scale.columns
