"""Pictures of rooms: at the desk, and the files themselves for everybody."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from lms.classrooms import policy, queries, services
from lms.classrooms.forms import PhotoForm
from lms.classrooms.models import Room
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.desk import crumbs
from lms.core.errors import Invalid, NotFound
from lms.core.guard import permit, public
from lms.core.storage import Altered, storage
from lms.core.text import gettext

A_WEEK = 7 * 24 * 3600


@doors.get("/classrooms/<code>/photos/<int:photo_id>")
@public
def photo(code: str, photo_id: int) -> Response:
    """A picture; ?small=1 for the small one. What is kept under an address never changes."""
    found = queries.get_photo(queries.get_room(code), photo_id)
    key = found.small_key if "small" in request.args else found.file_key
    try:
        content = storage().get(key)
    except (FileNotFoundError, Altered) as error:
        raise NotFound(gettext("There is no such picture.")) from error
    response = Response(content, mimetype="image/jpeg")
    response.headers["Cache-Control"] = f"public, max-age={A_WEEK}"
    return response


@doors.route("/desk/rooms/<code>/photos", methods=["GET", "POST"])
def desk_photos(code: str) -> Any:
    """The pictures of a room; add one."""
    actor = permit(policy.can_keep_rooms)
    room = queries.get_room(code)
    form = PhotoForm()
    if request.method == "GET":
        return _page(form, room)
    if not form.validate():
        return _page(form, room), 422
    upload = form.file.data.stream.read()
    try:
        services.add_photo(actor=actor, room=room, upload=upload, shows=str(form.shows.data))
    except Invalid as invalid:
        form.file.errors = [invalid.fields["file"]]
        return _page(form, room), 422
    flash(gettext("The picture stands on the room's page."), "success")
    return redirect(url_for("classrooms.desk_photos", code=code), 303)


@doors.post("/desk/rooms/<code>/photos/<int:photo_id>/remove")
def desk_remove_photo(code: str, photo_id: int) -> Any:
    """Take a picture away."""
    actor = permit(policy.can_keep_rooms)
    room = queries.get_room(code)
    services.remove_photo(actor=actor, room=room, photo=queries.get_photo(room, photo_id))
    flash(gettext("The picture is taken away."), "success")
    return redirect(url_for("classrooms.desk_photos", code=code), 303)


def _page(form: PhotoForm, room: Room) -> str:
    edit = url_for("classrooms.desk_edit_room", code=room.code)
    return render_template(
        "classrooms/desk_photos.html",
        form=form,
        room=room,
        breadcrumbs=crumbs((room.shown_name, edit), (gettext("Pictures"), None)),
    )
