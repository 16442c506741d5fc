"""The desk: a room's calendar address."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from lms.calendars import policy, queries, services
from lms.calendars.views import addresses
from lms.calendars.views.blueprint import doors
from lms.classrooms.queries import get_room
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/rooms/<code>/calendar")
def room_calendar(code: str) -> str:
    """Is there an address, and when did a program use it last?"""
    permit(policy.can_keep_calendars)
    room = get_room(code)
    return render_template(
        "calendars/room.html",
        room=room,
        feed=queries.feed_of_room(room),
        address=addresses.take(f"room {room.id}"),
        breadcrumbs=[
            (gettext("Operations"), "/desk"),
            (gettext("Rooms"), "/desk/rooms"),
            (room.shown_name, url_for("classrooms.desk_edit_room", code=room.code)),
            (gettext("Calendar subscription"), None),
        ],
    )


@doors.post("/desk/rooms/<code>/calendar")
def open_room_feed(code: str) -> Any:
    """Get an address, or another one in place of the old."""
    actor = permit(policy.can_keep_calendars)
    room = get_room(code)
    addresses.keep(services.open_room_feed(actor=actor, room=room), f"room {room.id}")
    return redirect(url_for("calendars.room_calendar", code=code), 303)


@doors.post("/desk/rooms/<code>/calendar/stop")
def close_room_feed(code: str) -> Any:
    """Stop the address."""
    actor = permit(policy.can_keep_calendars)
    found = queries.feed_of_room(get_room(code))
    if found is not None:
        services.close_feed(actor=actor, feed=found)
    flash(gettext("The address no longer works."), "success")
    return redirect(url_for("calendars.room_calendar", code=code), 303)
