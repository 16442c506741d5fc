"""The desk: files of a booking, attached, handed out as downloads, taken away."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, flash, redirect, send_file, url_for

from lms.classrooms import policy, queries, services
from lms.classrooms.forms import BookingFileForm
from lms.classrooms.models import BookingFile
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.bookings import booking_page
from lms.core.errors import Invalid, NotFound
from lms.core.guard import permit
from lms.core.storage import Altered, storage
from lms.core.text import gettext


@doors.post("/desk/bookings/<int:booking_id>/files")
def desk_attach_file(booking_id: int) -> Any:
    """Attach a file."""
    actor = permit(policy.can_book_rooms)
    booking = queries.get_booking(booking_id)
    form = BookingFileForm()
    if not form.validate():
        return booking_page(booking, form), 422
    upload = form.file.data
    try:
        services.attach_file(
            actor=actor, booking=booking, name=upload.filename or "", content=upload.stream.read()
        )
    except Invalid as invalid:
        form.file.errors = [invalid.fields["file"]]
        return booking_page(booking, form), 422
    flash(gettext("The file is attached."), "success")
    return redirect(url_for("classrooms.desk_booking", booking_id=booking_id), 303)


@doors.get("/desk/bookings/<int:booking_id>/files/<int:file_id>")
def desk_booking_file(booking_id: int, file_id: int) -> Response:
    """A file as it came, always as a download."""
    permit(policy.can_book_rooms)
    return handed_out(queries.get_booking_file(queries.get_booking(booking_id), file_id))


def handed_out(file: BookingFile) -> Response:
    """A file as an answer.

    Raises:
        NotFound: its bytes are missing or were changed.
    """
    try:
        content = storage().get(file.key)
    except (FileNotFoundError, Altered) as error:
        raise NotFound(gettext("There is no such file.")) from error
    response = send_file(
        io.BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.name,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


@doors.post("/desk/bookings/<int:booking_id>/files/<int:file_id>/remove")
def desk_detach_file(booking_id: int, file_id: int) -> Any:
    """Take a file away."""
    actor = permit(policy.can_book_rooms)
    booking = queries.get_booking(booking_id)
    file = queries.get_booking_file(booking, file_id)
    services.detach_file(actor=actor, booking=booking, file=file)
    flash(gettext("The file is taken away."), "success")
    return redirect(url_for("classrooms.desk_booking", booking_id=booking_id), 303)
