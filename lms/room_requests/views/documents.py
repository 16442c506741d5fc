"""Documents of a request: an official letter, a plan, what the academy has asked for."""

from __future__ import annotations

from flask import Response, flash
from flask.typing import ResponseReturnValue

from lms.classrooms import services as classrooms
from lms.classrooms.forms import BookingFileForm
from lms.classrooms.queries import get_booking_file
from lms.classrooms.views.booking_files import handed_out
from lms.core.errors import Invalid, Refused
from lms.core.text import gettext
from lms.room_requests.models import RequestStatus
from lms.room_requests.views.blueprint import doors
from lms.room_requests.views.mine import back, load, request_page


@doors.post("/my/room-requests/<int:request_id>/documents")
def attach(request_id: int) -> ResponseReturnValue:
    """Attach a document, as long as the request goes on."""
    person, found = load(request_id)
    if not found.is_open and found.status is not RequestStatus.approved:
        raise Refused("ended", gettext("This request has ended; documents can't be added to it."))
    form = BookingFileForm()
    if not form.validate():
        return request_page(found, documents=form), 422
    upload = form.file.data
    try:
        classrooms.attach_file(
            actor=person,
            booking=found.booking,
            name=upload.filename or "",
            content=upload.stream.read(),
        )
    except Invalid as invalid:
        form.file.errors = [invalid.fields["file"]]
        return request_page(found, documents=form), 422
    flash(gettext("The document is attached."), "success")
    return back(found)


@doors.get("/my/room-requests/<int:request_id>/documents/<int:document_id>")
def document(request_id: int, document_id: int) -> Response:
    """A document as it came."""
    _, found = load(request_id)
    return handed_out(get_booking_file(found.booking, document_id))
