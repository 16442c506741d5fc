"""The desk: a new booking. What repeats or meets something is shown line by line before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.models import User
from lms.classrooms import policy, queries, recurrence, services
from lms.classrooms.forms import BookingForm
from lms.classrooms.models import Booking, BookingKind, Room
from lms.classrooms.preview import Line, LineState
from lms.classrooms.views import booking_lines as chosen
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.booking_lines import Wished
from lms.classrooms.views.bookings import crumbs, fill_details
from lms.core import clock
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.moment_field import FORM
from lms.core.text import gettext, ngettext


@doors.route("/desk/bookings/new", methods=["GET", "POST"])
def desk_new_booking() -> Any:
    """Book a room. ?room=101&from=2026-12-01T09:00&until=2026-12-01T12:00 fills these in.

    The buttons are told apart by `step`: none (from the form), back, check, save (from the preview).
    """
    actor = permit(policy.can_book_rooms)
    rooms = {room.code: room for room in queries.rooms()}
    form = _form(rooms)
    step = request.form.get("step")
    if request.method == "GET" or step == "back":
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 422
    try:
        sent = chosen.sent(request.form, rooms)
        wished = sent or chosen.made(form, rooms[str(form.room.data)])
    except Refused as refused:
        return _form_page(form, refused.sentence), 422
    lines = _lines(form, wished)
    if not sent:
        wished = chosen.first_choice(wished, lines, on_days_off=not form.skip_days_off.data)
    is_plain = len(lines) == 1 and lines[0].state is LineState.free and not _are_past(wished)
    if is_plain or (sent and step == "save"):
        return _save(actor, form, wished, lines)
    return _preview_page(form, wished, lines)


def _are_past(wished: Sequence[Wished]) -> bool:
    """Is one of the times over already? That is allowed, to note what was, but often a slip."""
    return any(each.chosen and each.placement.ends_at <= clock.now() for each in wished)


def _lines(form: BookingForm, wished: Sequence[Wished]) -> list[Line]:
    """What stands against each time; those left out stand in nobody's way."""
    details = form.details()
    values: dict[str, Any] = {
        "operator": True,
        "people": details.people,
        "layout": details.layout,
        "equipment_ids": form.equipment_ids(),
    }
    together = queries.previewed([each.placement for each in wished if each.chosen], **values)
    alone = queries.previewed([each.placement for each in wished if not each.chosen], **values)
    taken, left = iter(together), iter(alone)
    return [next(taken) if each.chosen else next(left) for each in wished]


def _save(actor: User, form: BookingForm, wished: Sequence[Wished], lines: Sequence[Line]) -> Any:
    kept = [each for each in wished if each.chosen]
    if not kept:
        refusal = gettext("Every time is left out. Please choose at least one.")
        return _preview_page(form, wished, lines, refusal), 409
    try:
        booking = services.book_series(
            actor=actor,
            kind=BookingKind.internal,
            owner=actor,
            details=form.details(),
            placements=[each.placement for each in kept],
            rule=rule_of(form, kept) if len(kept) > 1 else "",
            equipment_ids=form.equipment_ids(),
            push_out=bool(form.push_out.data),
        )
    except Refused as refused:
        return _preview_page(form, wished, lines, refused.sentence), 409
    flash(_booked(booking), "success")
    return redirect(url_for("classrooms.desk_booking", booking_id=booking.id), 303)


def _booked(booking: Booking) -> str:
    return ngettext(
        "The room is booked.", "The room is booked %(num)s times.", len(booking.occurrences)
    )


def rule_of(form: BookingForm, kept: Sequence[Wished]) -> str:
    """The rule with the days that were left out as exceptions."""
    rule, first = form.recurrence(), form.first_day
    if rule is None:
        return ""
    days = {clock.to_seoul(each.placement.starts_at).date() for each in kept}
    missing = frozenset(recurrence.days(rule, first)) - days
    return recurrence.to_text(recurrence.without(rule, missing))


def _form(rooms: dict[str, Room]) -> BookingForm:
    start, end = _asked_moment("from"), _asked_moment("until")
    form = BookingForm(
        room=request.args.get("room"),
        day=start.date() if start else clock.today(),
        starts=start.time() if start else None,
        ends=end.time() if end else None,
        interval=1,
    )
    form.room.choices = [
        (code, gettext("%(room)s (%(count)s seats)", room=room.shown_name, count=room.capacity))
        for code, room in rooms.items()
    ]
    form.equipment.choices = [
        (str(piece.id), f"{piece.shown_name} ({piece.code})")
        for piece in queries.movable_equipment()
    ]
    fill_details(form)
    return form


def _asked_moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(request.args.get(name, ""), FORM)  # noqa: DTZ007  # Seoul's clock
    except ValueError:
        return None


def _form_page(form: BookingForm, refusal: str = "") -> str:
    return render_template(
        "classrooms/desk_new_booking.html",
        form=form,
        refusal=refusal,
        breadcrumbs=crumbs((gettext("New booking"), None)),
    )


def _preview_page(
    form: BookingForm, wished: Sequence[Wished], lines: Sequence[Line], refusal: str = ""
) -> str:
    details = form.details()
    free = queries.free_instead(lines, details.people or 1, details.layout)
    names = {room.code: room.shown_name for room in queries.rooms()}
    rows = chosen.rows(wished, lines, free, names)
    return render_template(
        "classrooms/desk_booking_preview.html",
        form=form,
        rows=rows,
        chosen=sum(row.chosen for row in rows),
        pushes=any(row.line.state is LineState.pushes_out and row.chosen for row in rows),
        past=_are_past(wished),
        refusal=refusal,
        sent=sent_fields(),
        breadcrumbs=crumbs((gettext("New booking"), None)),
    )


def sent_fields() -> list[tuple[str, str]]:
    """The form as it was sent, to be carried along hidden."""
    own = ("csrf_token", "step", "lines", "push_out")
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in own and not name.startswith("line-")
    ]
