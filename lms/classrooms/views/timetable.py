"""The timetable of all rooms: a day, a week, a month; for everybody, and for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for

from lms.catalogue.room_uses import room_uses
from lms.classrooms import policy, queries, timeline
from lms.classrooms.models import Room
from lms.classrooms.queries.closings import closings_between
from lms.classrooms.views import tables
from lms.classrooms.views.asking import askable
from lms.classrooms.views.bars import Reading, bars, open_spans
from lms.classrooms.views.blueprint import doors
from lms.core import clock
from lms.core.asked import asked_day
from lms.core.guard import permit, public
from lms.core.text import day as day_in_words
from lms.core.text import gettext, month_name, span

ONE_DAY = timedelta(days=1)
VIEWS = ("day", "week", "month")


@doors.get("/classrooms")
@public
def timetable() -> str:
    """All rooms on a day, in a week or a month, without names."""
    return render_template(
        "classrooms/timetable.html",
        shown=_shown("classrooms.timetable", desk=False),
        breadcrumbs=[(gettext("Classrooms"), None)],
    )


@doors.get("/desk/timetable")
def desk_timetable() -> str:
    """The same for operators: every title, and the way to book and to move."""
    permit(policy.can_keep_rooms)
    return render_template(
        "classrooms/desk_timetable.html",
        shown=_shown("classrooms.desk_timetable", desk=True),
        breadcrumbs=[(gettext("Operations"), "/desk"), (gettext("Room timetable"), None)],
    )


def _shown(endpoint: str, *, desk: bool) -> dict[str, Any]:
    asked = request.args.get("view", "")
    view = asked if asked in VIEWS else "day"
    today = clock.today()
    day = asked_day() or today
    days = _days(view, day)
    rooms = queries.rooms(with_hours=True)
    start, end = clock.day_bounds(days[0])[0], clock.day_bounds(days[-1])[1]
    reading = Reading(
        room_uses(start, end),
        closings_between(start, end),
        desk=desk,
        askable=frozenset() if desk else askable(rooms),
    )
    return {
        "view": view,
        "endpoint": endpoint,
        "day": day,
        "label": _label(view, days),
        "is_now": today in days,
        "steps": _steps(view, day, days, endpoint),
        "rooms": rooms,
        "free_now": None,
        "days_off": reading.closings.work_days.days_off(days[0], days[-1]),
        **_content(view, rooms, days, reading, endpoint),
    }


def _content(
    view: str, rooms: Sequence[Room], days: Sequence[date], reading: Reading, endpoint: str
) -> dict[str, Any]:
    if view == "week":
        return tables.week(rooms, days, reading, endpoint)
    if view == "month":
        return tables.month(rooms, days, reading, endpoint)
    return _day(rooms, days[0], reading)


def _day(rooms: Sequence[Room], day: date, reading: Reading) -> dict[str, Any]:
    is_today = day == clock.to_seoul(reading.now).date()
    hours = [span for room in rooms for span in open_spans(room, day)]
    uses = [(use.starts_at, use.ends_at) for use in reading.uses]
    scale = timeline.scale([day], [*hours, *uses])
    return {
        "scale": scale,
        "rows": [
            timeline.row(
                room.shown_name,
                gettext("Floor %(floor)s · %(count)s seats", floor=room.floor, count=room.capacity),
                url_for("classrooms.room", code=room.code),
                bars(room, day, reading),
                day=day,
                scale=scale,
                code=room.code,
                now=reading.now if is_today else None,
            )
            for room in rooms
        ],
        "free_now": tables.free_now(rooms, reading) if is_today else None,
    }


def _days(view: str, day: date) -> list[date]:
    if view == "day":
        return [day]
    if view == "week":
        first = day - timedelta(days=day.weekday())
        return [first + timedelta(days=n) for n in range(7)]
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return [first + timedelta(days=n) for n in range((following - first).days)]


def _label(view: str, days: Sequence[date]) -> str:
    if view == "day":
        return day_in_words(days[0])
    return span(days[0], days[-1]) if view == "week" else month_name(days[0])


def _steps(view: str, day: date, days: Sequence[date], endpoint: str) -> dict[str, Any]:
    """The ways to the period before and after, and to the other views of the same day."""
    kept: dict[str, Any] = {} if view == "day" else {"view": view}
    words = {
        "day": (gettext("The day before"), gettext("The day after"), gettext("Today")),
        "week": (gettext("The week before"), gettext("The week after"), gettext("This week")),
        "month": (gettext("Previous month"), gettext("Next month"), gettext("This month")),
    }[view]
    views = {"day": gettext("By day"), "week": gettext("By week"), "month": gettext("By month")}
    return {
        "words": words,
        "previous": url_for(endpoint, **kept, day=days[0] - ONE_DAY),
        "following": url_for(endpoint, **kept, day=days[-1] + ONE_DAY),
        "now": url_for(endpoint, **kept),
        "tabs": [
            {
                "label": label,
                "href": url_for(endpoint, day=day, view=None if name == "day" else name),
                "current": name == view,
                "count": None,
            }
            for name, label in views.items()
        ],
    }
