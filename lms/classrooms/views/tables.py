"""The week and the month of all rooms as tables, and which rooms are free now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for

from lms.classrooms import timeline
from lms.classrooms.free import Span, minus
from lms.classrooms.models import Room
from lms.classrooms.occupancy import Occupancy, level, occupancy
from lms.classrooms.views.bars import Reading, bars, open_spans
from lms.core import clock
from lms.core.text import day as day_in_words
from lms.core.text import short_day, weekday_name


def week(
    rooms: Sequence[Room], days: Sequence[date], reading: Reading, endpoint: str
) -> dict[str, Any]:
    """Rooms as rows, days as columns; a cell lists what is on and draws it as a strip."""
    hours = [span for room in rooms for day in days for span in open_spans(room, day)]
    uses = [(use.starts_at, use.ends_at) for use in reading.uses]
    scale = timeline.scale(days, [*hours, *uses])
    return {
        "scale": scale,
        "days": [_heading(day, reading, endpoint) for day in days],
        "rows": [
            {"room": room, "cells": [_cell(room, day, reading, scale) for day in days]}
            for room in rooms
        ],
    }


def month(
    rooms: Sequence[Room], days: Sequence[date], reading: Reading, endpoint: str
) -> dict[str, Any]:
    """Rooms as rows, days as columns; a cell says which share of the working time is taken."""
    rows = []
    for room in rooms:
        shares = [of_day(room, day, reading) for day in days]
        cells = [
            {"percent": share.percent, "href": url_for(endpoint, day=day), "level": level(share)}
            for day, share in zip(days, shares, strict=True)
        ]
        rows.append({"room": room, "cells": cells, "whole": sum(shares, Occupancy()).percent})
    return {"days": [_heading(day, reading, endpoint) for day in days], "rows": rows}


def free_now(rooms: Sequence[Room], reading: Reading) -> list[tuple[Room, datetime]]:
    """Rooms that can be used at this moment, with the moment until which."""
    today = clock.to_seoul(reading.now).date()
    return [
        (room, until)
        for room in rooms
        for start, until in unused(room, today, reading)
        if start <= reading.now < until
    ]


def unused(room: Room, day: date, reading: Reading) -> list[Span]:
    """When a room is open on a day and nobody confirmed has it, set-up and clearing counted."""
    closed = [span for span, _ in reading.closings.of(room.id, room.floor, day)]
    taken = [
        (use.blocked_from, use.blocked_until)
        for use in reading.of(room, day)
        if not use.is_provisional
    ]
    return minus(open_spans(room, day), [*closed, *taken])


def of_day(room: Room, day: date, reading: Reading) -> Occupancy:
    """How much of a room's working time on a day is taken."""
    uses = [(u.starts_at, u.ends_at) for u in reading.of(room, day) if not u.is_provisional]
    closed = [span for span, _ in reading.closings.of(room.id, room.floor, day)]
    return occupancy(open_spans(room, day), closed, uses)


def _heading(day: date, reading: Reading, endpoint: str) -> dict[str, Any]:
    return {
        "day": day,
        "number": day.day,
        "weekday": weekday_name(day),
        "words": day_in_words(day),
        "short": short_day(day),
        "href": url_for(endpoint, day=day),
        "holiday": reading.closings.work_days.day_off(day),
        "rest": {5: "sat", 6: "sun"}.get(day.weekday()),
        "today": day == clock.to_seoul(reading.now).date(),
    }


def _cell(room: Room, day: date, reading: Reading, scale: timeline.Scale) -> dict[str, Any]:
    row = timeline.row("", "", None, bars(room, day, reading), day=day, scale=scale)
    parts = [item for item in row["items"] if item["bar"].kind in ("use", "closed", "outside")]
    found = [item["bar"] for item in parts]
    free = next((item["bar"] for item in row["items"] if item["bar"].kind == "free"), None)
    return {
        "day": day,
        "parts": parts,
        "uses": [bar for bar in found if bar.kind == "use"],
        "closed": next((bar for bar in found if bar.kind == "closed"), None),
        "open": bool(open_spans(room, day)),
        "free": free if free and free.href else None,
    }
