"""What helps to decide: what else stands in the room on those days, and what the asker had so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for

from lms.catalogue.room_uses import room_uses
from lms.classrooms import timeline
from lms.classrooms.models import Room
from lms.classrooms.queries.closings import closings_between
from lms.classrooms.timeline import Scale
from lms.classrooms.views.bars import Reading, bars, open_spans
from lms.core import clock
from lms.core.text import short_day
from lms.room_requests.models import RoomRequest

DAYS = 5
"""So many days are shown; of a long series the first."""
MONTHS_BACK = timedelta(days=365)
"""So far back no-shows are counted."""


@dataclass(frozen=True)
class Surroundings:
    """The days of a request in its room, as ui.room_timeline wants them."""

    room: Room
    rows: list[dict[str, Any]]
    scale: Scale


def surroundings(request: RoomRequest) -> Surroundings | None:
    """The first days on which the request holds a room, in the room of the first of them."""
    live = [one for one in request.booking.occurrences if one.is_live]
    if not live:
        return None
    room = live[0].room
    days = sorted({clock.to_seoul(one.starts_at).date() for one in live if one.room is room})[:DAYS]
    start, end = clock.day_bounds(days[0])[0], clock.day_bounds(days[-1])[1]
    reading = Reading(room_uses(start, end, room), closings_between(start, end), desk=True)
    spans = [span for day in days for span in open_spans(room, day)]
    uses = [(one.starts_at, one.ends_at) for day in days for one in reading.of(room, day)]
    scale = timeline.scale(days, [*spans, *uses])
    rows = [
        timeline.row(
            short_day(day),
            reading.closings.work_days.day_off(day) or "",
            url_for("classrooms.timetable", day=day.isoformat()),
            bars(room, day, reading),
            day=day,
            scale=scale,
            code=room.code,
            now=None,
        )
        for day in days
    ]
    return Surroundings(room, rows, scale)
