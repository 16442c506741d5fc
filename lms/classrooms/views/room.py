"""A room's page for everybody: what it holds and has, and its week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for

from lms.catalogue.room_uses import room_uses
from lms.classrooms import queries, timeline
from lms.classrooms.about import use_facts
from lms.classrooms.models import Room
from lms.classrooms.queries.closings import closings_between
from lms.classrooms.timeline import Scale
from lms.classrooms.views.asking import askable, may_try
from lms.classrooms.views.bars import Reading, bars, open_spans
from lms.classrooms.views.blueprint import doors
from lms.core import clock
from lms.core.asked import asked_day
from lms.core.guard import me, public
from lms.core.text import gettext, short_day


@doors.get("/classrooms/<code>")
@public
def room(code: str) -> str:
    """One room: what it holds and has, and its week; operators see titles and may book and move."""
    room = queries.get_room(code)
    desk = bool(me() and me().is_operator)
    day = asked_day("week") or clock.today()
    days = [day + timedelta(days=n - day.weekday()) for n in range(7)]
    return render_template(
        "classrooms/room.html",
        room=room,
        facts=use_facts(room),
        pieces=queries.equipment_of(room),
        week=_week(room, days, desk),
        desk=desk,
        may_ask=not desk and may_try(room),
        breadcrumbs=[(gettext("Classrooms"), "/classrooms"), (room.shown_name, None)],
    )


def _week(room: Room, days: list[date], desk: bool) -> dict[str, Any]:
    start, end = clock.day_bounds(days[0])[0], clock.day_bounds(days[-1])[1]
    uses = room_uses(start, end, room)
    reading = Reading(uses, closings_between(start, end), desk=desk, askable=askable([room]))
    hours = [span for day in days for span in open_spans(room, day)]
    scale = timeline.scale(days, [*hours, *((use.starts_at, use.ends_at) for use in uses)])
    return {
        "monday": days[0],
        "sunday": days[-1],
        "previous": url_for("classrooms.room", code=room.code, week=days[0] - timedelta(days=7)),
        "following": url_for("classrooms.room", code=room.code, week=days[-1] + timedelta(days=1)),
        "rows": [_row(room, day, reading, scale) for day in days],
        "scale": scale,
    }


def _row(room: Room, day: date, reading: Reading, scale: Scale) -> dict[str, object]:
    is_today = day == clock.to_seoul(reading.now).date()
    return timeline.row(
        short_day(day),
        reading.closings.work_days.day_off(day) or (gettext("Today") if is_today else ""),
        url_for("classrooms.timetable", day=day.isoformat()),
        bars(room, day, reading),
        day=day,
        scale=scale,
        code=room.code,
        now=reading.now if is_today else None,
    )
