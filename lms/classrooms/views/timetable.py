"""Doors for everybody: what is on in all rooms on a day, and in one room in a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import render_template, url_for

from lms.catalogue import queries as catalogue
from lms.catalogue.models import ClassSession, OfferingStatus
from lms.classrooms import queries, timeline
from lms.classrooms.holidays import holiday_name
from lms.classrooms.models import Occurrence, OccurrenceStatus, Room
from lms.classrooms.timeline import Slot
from lms.classrooms.views.blueprint import doors
from lms.core import clock
from lms.core.asked import asked_day
from lms.core.guard import me, public
from lms.core.page_cache import same_for_visitors
from lms.core.text import gettext, short_day

ONE_DAY = timedelta(days=1)


@doors.get("/classrooms")
@public
@same_for_visitors
def timetable() -> str:
    """All rooms on one day."""
    today, now = clock.today(), clock.now()
    day = asked_day() or today
    rooms = queries.rooms()
    occurrences = queries.occurrences_between(*clock.day_bounds(day))
    slots = _slots(occurrences)
    busy = {o.room_id for o in occurrences if o.starts_at <= now < o.ends_at}
    opens, closes = timeline.hours_shown(list(slots.values()))
    return render_template(
        "classrooms/timetable.html",
        day=day,
        is_today=day == today,
        holiday=holiday_name(day),
        previous=url_for("classrooms.timetable", day=day - ONE_DAY),
        following=url_for("classrooms.timetable", day=day + ONE_DAY),
        rooms=rooms,
        rows=[_room_row(room, occurrences, slots) for room in rooms],
        free_now=[room for room in rooms if room.id not in busy] if day == today else [],
        opens=opens,
        closes=closes,
        breadcrumbs=[(gettext("Classrooms"), None)],
    )


@doors.get("/classrooms/<code>")
@public
def room(code: str) -> str:
    """One room: what it holds and has, and its week."""
    room = queries.get_room(code)
    day = asked_day("week") or clock.today()
    monday = day - timedelta(days=day.weekday())
    start, end = clock.day_bounds(monday)[0], clock.day_bounds(monday + timedelta(days=6))[1]
    slots = list(_slots(queries.occurrences_between(start, end, room)).values())
    opens, closes = timeline.hours_shown(slots)
    return render_template(
        "classrooms/room.html",
        room=room,
        monday=monday,
        sunday=monday + timedelta(days=6),
        previous=url_for("classrooms.room", code=code, week=monday - timedelta(days=7)),
        following=url_for("classrooms.room", code=code, week=monday + timedelta(days=7)),
        rows=[_day_row(monday + timedelta(days=n), slots) for n in range(7)],
        opens=opens,
        closes=closes,
        can_edit=me() is not None and me().is_operator,
        breadcrumbs=[(gettext("Classrooms"), "/classrooms"), (room.shown_name, None)],
    )


def _room_row(
    room: Room, occurrences: Sequence[Occurrence], slots: dict[int, Slot]
) -> dict[str, object]:
    detail = gettext("Floor %(floor)s · %(count)s seats", floor=room.floor, count=room.capacity)
    mine = [slots[o.id] for o in occurrences if o.room_id == room.id]
    return timeline.row(room.shown_name, detail, url_for("classrooms.room", code=room.code), mine)


def _day_row(day: date, slots: Sequence[Slot]) -> dict[str, object]:
    href = url_for("classrooms.timetable", day=day.isoformat())
    return timeline.row(short_day(day), holiday_name(day) or "", href, timeline.on_day(slots, day))


def _slots(occurrences: Sequence[Occurrence]) -> dict[int, Slot]:
    """What everybody may know of occurrences, by id: published classes by name, the rest by kind."""
    sessions = catalogue.sessions_of_occurrences([occurrence.id for occurrence in occurrences])
    return {o.id: _slot(o, sessions.get(o.id)) for o in occurrences}


def _slot(occurrence: Occurrence, session: ClassSession | None) -> Slot:
    start, end = occurrence.starts_at, occurrence.ends_at
    if occurrence.status is OccurrenceStatus.provisional:
        return Slot(start, end, gettext("Requested, not confirmed yet"), tone="warning")
    if session is None or session.offering.status is OfferingStatus.draft:
        return Slot(start, end, occurrence.booking.kind.label)
    offering = session.offering
    return Slot(
        start,
        end,
        offering.course.title,
        offering.run_label,
        url_for("catalogue.offering", code=offering.code),
        "success" if start <= clock.now() < end else "primary",
    )
