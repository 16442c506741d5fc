"""Checking in: from the page of the request, or by the code at the door of the room."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from lms.classrooms.queries import get_room
from lms.core import clock
from lms.core.guard import permit
from lms.core.text import gettext
from lms.firms.queries import find_membership
from lms.room_requests import policy, queries, services
from lms.room_requests.views.blueprint import doors
from lms.room_requests.views.mine import back, load, time_of


@doors.post("/my/room-requests/<int:request_id>/times/<int:time_id>/check-in")
def check_in(request_id: int, time_id: int) -> ResponseReturnValue:
    """Say that one is there. A second press changes nothing."""
    person, found = load(request_id)
    services.check_in(actor=person, request=found, occurrence=time_of(found, time_id))
    flash(gettext("You are checked in. Welcome!"), "success")
    return back(found)


@doors.get("/classrooms/<code>/check-in")
def at_the_door(code: str) -> str:
    """Where the code at the door leads: one's own time in this room now, with the button."""
    person = permit(policy.can_list_own)
    room = get_room(code)
    membership = find_membership(person)
    there = [
        (found, occurrence)
        for found, occurrence in queries.times_now(room.id, clock.now())
        if policy.can_follow(person, found, membership)
    ]
    came = {id_ for found, _ in there for id_ in queries.room_uses(found)}
    return render_template(
        "room_requests/at_the_door.html",
        room=room,
        there=there,
        came=came,
        breadcrumbs=[
            (gettext("Classrooms"), "/classrooms"),
            (room.shown_name, f"/classrooms/{room.code}"),
            (gettext("Check-in"), None),
        ],
    )
