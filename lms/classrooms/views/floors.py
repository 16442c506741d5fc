"""The floor plans: where the rooms are, and which are free now."""

from __future__ import annotations

from flask import render_template

from lms.classrooms import floors, queries
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.states import by_floor, now_of, read_today
from lms.core.guard import public
from lms.core.page_cache import same_for_visitors
from lms.core.text import gettext


@doors.get("/classrooms/floors", endpoint="floors")
@public
@same_for_visitors
def floor_plans() -> str:
    """Each floor as a drawing and as a list, with the state of each room at this moment."""
    reading = read_today()
    found = by_floor([now_of(room, reading) for room in queries.rooms(with_hours=True)])
    plans = [
        {
            "floor": floor,
            "plan": floors.plan(floor, [one.room.code for one in rooms]),
            "rooms": rooms,
            "by_code": {one.room.code: one for one in rooms},
        }
        for floor, rooms in sorted(found.items())
    ]
    return render_template(
        "classrooms/floors.html",
        plans=plans,
        moment=reading.now,
        breadcrumbs=[(gettext("Classrooms"), "/classrooms"), (gettext("Floor plans"), None)],
    )
