"""What helps to ask and to decide: limits, what else stands in the room, what the asker had so far."""

from __future__ import annotations

from collections.abc import Sequence
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
from lms.classrooms.wording import hours_and_minutes
from lms.core import clock
from lms.core.settings import settings
from lms.core.text import gettext, month_name, short_day
from lms.room_requests.limits import Use
from lms.room_requests.models import RoomRequest
from lms.room_requests.queries import uses_of_firm, uses_of_person

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


def limits_in_words() -> list[tuple[str, str]]:
    """How much may be asked for in a month, as (term, words)."""
    limits = settings().room_limits
    return [
        (gettext("In a month"), _allowed(limits.person_times, limits.person_hours)),
        (gettext("A firm in a month"), _allowed(limits.firm_times, limits.firm_hours)),
    ]


def month_so_far(request: RoomRequest) -> list[tuple[str, str]]:
    """How much of their limits the asker and the firm have used in the month of the first time."""
    times = request.booking.occurrences
    if not times:
        return []
    first = clock.to_seoul(times[0].starts_at).date().replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1)
    span = clock.day_bounds(first)[0], clock.day_bounds(last)[0]
    month, limits = month_name(first), settings().room_limits
    used = uses_of_person(request.asker_id, *span)
    found = [
        (
            gettext("Asker in %(month)s", month=month),
            _used(used, limits.person_times, limits.person_hours),
        )
    ]
    if request.booking.firm_id is not None:
        used = uses_of_firm(request.booking.firm_id, *span)
        words = _used(used, limits.firm_times, limits.firm_hours)
        found.append((gettext("Firm in %(month)s", month=month), words))
    return found


def _allowed(times: int, hours: int) -> str:
    said = [gettext("%(count)s times", count=times)] if times else []
    said += [hours_and_minutes(hours * 60)] if hours else []
    return ", ".join(said) or gettext("no limit")


def _used(uses: Sequence[Use], times: int, hours: int) -> str:
    minutes = sum(use.minutes for use in uses)
    said = gettext("%(count)s times", count=len(uses)) + f", {hours_and_minutes(minutes)}"
    return gettext("%(used)s of %(allowed)s", used=said, allowed=_allowed(times, hours))
