"""Rows of the timetables: what stands in a room on a day, told to everybody or to the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from flask import url_for

from lms.catalogue.room_uses import RoomUse
from lms.classrooms.free import Span, common, days_of, minus, usable
from lms.classrooms.models import Room
from lms.classrooms.queries.closings import Closings
from lms.classrooms.timeline import Bar
from lms.classrooms.views.asking import new_booking, new_request, soonest, within_rules
from lms.core import clock
from lms.core.text import gettext


@dataclass(frozen=True)
class Reading:
    """What a timetable was read for: the uses and closings of a time, now, and who reads.

    `desk`: an operator reads, who sees every title and may book and move; `askable`: ids of the rooms
    that somebody else who reads may ask for.
    """

    uses: Sequence[RoomUse]
    closings: Closings
    now: datetime = field(default_factory=clock.now)
    desk: bool = False
    askable: frozenset[int] = frozenset()

    @cached_property
    def _by_room_and_day(self) -> dict[tuple[int, date], list[RoomUse]]:
        found: dict[tuple[int, date], list[RoomUse]] = defaultdict(list)
        for use in self.uses:
            for day in days_of(use.starts_at, use.ends_at):
                found[use.room_id, day].append(use)
        return found

    def of(self, room: Room, day: date) -> list[RoomUse]:
        """The uses of a room that meet a day, in order."""
        return self._by_room_and_day.get((room.id, day), [])


def open_spans(room: Room, day: date) -> list[Span]:
    """When a room is open on a day by its hours, whether closed by something or not."""
    midnight = clock.day_bounds(day)[0]
    return [
        (midnight + timedelta(minutes=row.opens_at), midnight + timedelta(minutes=row.closes_at))
        for row in room.hours
        if row.weekday == day.weekday()
    ]


def bars(room: Room, day: date, reading: Reading) -> list[Bar]:
    """Everything in a room on a day: uses, what closes it, what is free, and not its hours."""
    hours = open_spans(room, day)
    closed = reading.closings.of(room.id, room.floor, day)
    uses = reading.of(room, day)
    return [
        *(use_bar(use, reading) for use in uses),
        *_closed(hours, closed),
        *(Bar("outside", *span) for span in minus([clock.day_bounds(day)], hours)),
        *(_free(room, span, reading) for span in free_spans(room, day, reading)),
    ]


def free_spans(room: Room, day: date, reading: Reading) -> list[Span]:
    """When a new use of a room may begin and end on a day: open, not closed, not taken, to come."""
    closed = [span for span, _ in reading.closings.of(room.id, room.floor, day)]
    spans = minus(
        open_spans(room, day), [*closed, (clock.day_bounds(day)[0], soonest(reading.now))]
    )
    return usable(
        spans,
        [(use.blocked_from, use.blocked_until) for use in reading.of(room, day)],
        before=timedelta(minutes=room.buffer_before),
        after=timedelta(minutes=room.buffer_after),
    )


def use_bar(use: RoomUse, reading: Reading) -> Bar:
    """A use as a bar: published classes by name, the rest by kind; at the desk by its title."""
    title, detail, href = _told(use, reading.desk)
    is_on = use.starts_at <= reading.now < use.ends_at
    return Bar(
        "use",
        use.starts_at,
        use.ends_at,
        title,
        detail,
        href,
        _tone(use),
        _mark(use, is_on),
        url_for("classrooms.desk_move_occurrence", occurrence_id=use.occurrence_id)
        if reading.desk
        else None,
        (use.blocked_from, use.blocked_until) if reading.desk else None,
    )


def _told(use: RoomUse, desk: bool) -> tuple[str, str, str | None]:
    if desk:
        href = url_for("classrooms.desk_booking", booking_id=use.booking_id)
        return use.class_title or use.title, use.run_label, href
    if use.is_published and not use.is_provisional:
        href = url_for("catalogue.offering", code=use.offering_code)
        return use.class_title, use.run_label, href
    return use.kind.label, "", None


def _tone(use: RoomUse) -> str:
    if use.is_provisional:
        return "warning"
    return "primary" if use.kind.value == "class" else "muted"


def _mark(use: RoomUse, is_on: bool) -> str:
    if use.is_provisional:
        return gettext("Provisional")
    return gettext("On now") if is_on else ""


def _closed(hours: Sequence[Span], closed: Sequence[tuple[Span, str]]) -> list[Bar]:
    return [
        Bar("closed", start, end, reason, tone="danger")
        for span, reason in closed
        for start, end in common(hours, [span])
    ]


def _free(room: Room, span: Span, reading: Reading) -> Bar:
    if reading.desk:
        href = new_booking(room, span)
        return Bar("free", *span, gettext("free: book"), gettext("Book"), href)
    asked = within_rules(room, span, reading.now) if room.id in reading.askable else None
    if asked is None:
        return Bar("free", *span)
    href = new_request(room, asked)
    return Bar("free", *asked, gettext("free: ask"), gettext("Ask for it"), href)
