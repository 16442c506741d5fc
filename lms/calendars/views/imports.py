"""The desk: bookings from a calendar file."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.calendars import importing, policy, queries
from lms.calendars.blocks import LARGEST
from lms.calendars.forms import ImportForm
from lms.calendars.importing import Offered
from lms.calendars.models import CalendarImport
from lms.calendars.views.blueprint import doors
from lms.classrooms import queries as classrooms
from lms.classrooms.preview import LineState
from lms.classrooms.services import PushesOut
from lms.core.asked import ids_in
from lms.core.errors import Invalid, Refused
from lms.core.guard import permit
from lms.core.text import clean, gettext

PLACES = 50
"""So many places without a room can be given one."""


@doors.route("/desk/calendar-imports", methods=["GET", "POST"])
def imports() -> Any:
    """Upload a calendar file; the latest ones."""
    actor = permit(policy.can_keep_calendars)
    form = ImportForm()
    if request.method == "GET":
        return _list(form)
    if not form.validate():
        return _list(form), 422
    sent = form.file.data
    try:
        file = importing.read_file(
            actor=actor, filename=clean(sent.filename or ""), upload=sent.read(LARGEST + 1)
        )
    except Invalid as invalid:
        form.file.errors = [*form.file.errors, invalid.fields["file"]]
        return _list(form), 422
    return redirect(url_for("calendars.file", import_id=file.id), 303)


@doors.route("/desk/calendar-imports/<int:import_id>", methods=["GET", "POST"])
def file(import_id: int) -> Any:
    """What stands in a file: choose, say which rooms are meant, book."""
    actor = permit(policy.can_keep_calendars)
    found = queries.get_import(import_id)
    said = _said(found)
    if request.method == "GET" or "book" not in request.form:
        return _page(found, said)
    chosen = ids_in(request.form.getlist("time"))
    try:
        count = importing.book_file(
            actor=actor, file=found, chosen=chosen, said=said, push_out="push_out" in request.form
        )
    except Refused as refused:
        return _page(found, said, chosen, refused), 409
    flash(gettext("%(count)s times are booked.", count=count), "success")
    return redirect(url_for("calendars.file", import_id=import_id), 303)


def _said(found: CalendarImport) -> dict[str, str]:
    """Which room somebody has given for which place."""
    places = _places(found)
    return {
        place: request.form[f"place-{number}"]
        for number, place in enumerate(places)
        if request.form.get(f"place-{number}")
    }


def _places(found: CalendarImport) -> list[str]:
    """Every place of a file, each once, in order."""
    return list(dict.fromkeys(kept["place"] for kept in found.times))


def _list(form: ImportForm) -> str:
    return render_template(
        "calendars/imports.html",
        form=form,
        files=queries.imports(),
        breadcrumbs=_crumbs(),
    )


def _page(
    found: CalendarImport,
    said: dict[str, str],
    chosen: list[int] | None = None,
    refused: Refused | None = None,
) -> str:
    times = importing.offered(found, said)
    unclear = {one.time.place for one in times if one.room is None} | set(said)
    return render_template(
        "calendars/import.html",
        file=found,
        times=times,
        chosen={one.number for one in times if _is_proposed(one)} if chosen is None else chosen,
        places=[(n, p) for n, p in enumerate(_places(found)) if p in unclear][:PLACES],
        said=said,
        rooms=[(room.code, room.shown_name) for room in classrooms.rooms()],
        booked=queries.booked_from(found) if found.booked_at else [],
        pushing=isinstance(refused, PushesOut),
        refusal=refused.sentence if refused else "",
        breadcrumbs=_crumbs((found.filename, None)),
    )


def _is_proposed(one: Offered) -> bool:
    """Free times are chosen to begin with; those that push somebody out are not."""
    return one.is_possible and one.line is not None and one.line.state is LineState.free


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    here = (gettext("Import a calendar"), url_for("calendars.imports"))
    return [(gettext("Operations"), "/desk"), here, *more]
