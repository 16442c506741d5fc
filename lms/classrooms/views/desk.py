"""The desk: rooms."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.classrooms import policy, queries, services
from lms.classrooms.about import hours_of
from lms.classrooms.forms import RoomForm, form_of, hours_shown
from lms.classrooms.models import Room
from lms.classrooms.services import RoomValues
from lms.classrooms.views.blueprint import doors
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/desk/rooms")
def desk_rooms() -> str:
    """All rooms, those out of use as well."""
    permit(policy.can_keep_rooms)
    return render_template(
        "classrooms/desk_rooms.html",
        rooms=queries.rooms(with_inactive=True, with_hours=True),
        hours_of=hours_of,
        breadcrumbs=crumbs(),
    )


@doors.route("/desk/rooms/new", methods=["GET", "POST"])
def desk_new_room() -> Any:
    """Add a room."""
    actor = permit(policy.can_keep_rooms)
    form = RoomForm(**_proposal())
    if request.method == "GET":
        return _page(form, None)
    return _save(form, None, lambda values: services.create_room(actor=actor, values=values))


@doors.route("/desk/rooms/<code>/edit", methods=["GET", "POST"])
def desk_edit_room(code: str) -> Any:
    """Change a room."""
    actor = permit(policy.can_keep_rooms)
    room = queries.get_room(code)
    form = form_of(room)
    if request.method == "GET":
        return _page(form, room)

    def update(values: RoomValues) -> Room:
        services.update_room(actor=actor, room=room, values=values)
        return room

    return _save(form, room, update)


def _proposal() -> dict[str, Any]:
    """What a new room has until somebody says otherwise."""
    values = vars(RoomValues(code="", name="", floor=1, capacity=0))
    return {**values, "capacity": None, "open_hours": hours_shown(values["hours"])}


def _save(form: RoomForm, room: Room | None, write: Any) -> Any:
    if not form.validate():
        return _page(form, room), 422
    try:
        saved = write(form.values())
    except Refused as refused:
        return _page(form, room, refused.sentence), 409
    flash(gettext("“%(title)s” is saved.", title=saved.name), "success")
    return redirect(url_for("classrooms.desk_edit_room", code=saved.code), 303)


def _page(form: RoomForm, room: Room | None, refusal: str = "") -> str:
    return render_template(
        "classrooms/desk_room.html",
        form=form,
        room=room,
        refusal=refusal,
        breadcrumbs=crumbs((room.shown_name if room else gettext("New room"), None)),
    )


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way to a page of the rooms' desk."""
    return [(gettext("Operations"), "/desk"), (gettext("Rooms"), "/desk/rooms"), *more]
