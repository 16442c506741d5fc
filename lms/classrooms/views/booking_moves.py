"""The desk: another room or time for one occurrence or for all that follow; giving rooms back.

A class is moved as a class, so that its people are told; so is one that is called off.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.models import User
from lms.catalogue import queries as catalogue
from lms.catalogue import services as classes
from lms.catalogue.models import ClassSession
from lms.classrooms import policy, queries, services
from lms.classrooms.forms import CancelForm, MoveForm
from lms.classrooms.models import Occurrence, Room
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.bookings import crumbs
from lms.core import clock
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.moment_field import FORM
from lms.core.text import gettext, ngettext
from lms.enrolment import queries as enrolment


@doors.route("/desk/occurrences/<int:occurrence_id>/move", methods=["GET", "POST"])
def desk_move_occurrence(occurrence_id: int) -> Any:
    """Move one time of a booking, or it and all that follow.

    ?room=101&from=2026-12-01T09:00&until=2026-12-01T12:00 proposes where to.
    """
    actor = permit(policy.can_book_rooms)
    occurrence = queries.get_occurrence(occurrence_id)
    session = catalogue.sessions_of_occurrences([occurrence_id]).get(occurrence_id)
    rooms = {room.code: room for room in queries.rooms()}
    form = _move_form(occurrence, rooms)
    if request.method == "GET":
        return _move_page(form, occurrence, session)
    if not form.validate():
        return _move_page(form, occurrence, session), 422
    try:
        moved = _move(actor, occurrence, session, rooms[str(form.room.data)], form)
    except Refused as refused:
        return _move_page(form, occurrence, session, refused), 409
    flash(
        ngettext("The booking is moved.", "%(num)s times of the booking are moved.", moved),
        "success",
    )
    return redirect(_after_moving(occurrence), 303)


@doors.route("/desk/occurrences/<int:occurrence_id>/cancel", methods=["GET", "POST"])
def desk_cancel_occurrence(occurrence_id: int) -> Any:
    """Give a room back once, or from one time on."""
    actor = permit(policy.can_book_rooms)
    occurrence = queries.get_occurrence(occurrence_id)
    session = catalogue.sessions_of_occurrences([occurrence_id]).get(occurrence_id)
    if session is not None:
        return redirect(url_for("catalogue.desk_call_off_session", session_id=session.id), 303)
    form = CancelForm()
    if request.method == "GET":
        return _cancel_page(form, occurrence)
    if not form.validate():
        return _cancel_page(form, occurrence), 422
    cancelled = _cancel(actor, occurrence, form)
    flash(
        ngettext(
            "The time is cancelled and the room is free again.",
            "%(num)s times are cancelled and the rooms are free again.",
            cancelled,
        ),
        "success",
    )
    return redirect(url_for("classrooms.desk_booking", booking_id=occurrence.booking_id), 303)


def _after_moving(occurrence: Occurrence) -> str:
    """Back to the timetable for whoever dragged there; otherwise to the booking."""
    if request.form.get("back") == "timetable":
        day = clock.to_seoul(occurrence.starts_at).date()
        return url_for("classrooms.desk_timetable", day=day)
    return url_for("classrooms.desk_booking", booking_id=occurrence.booking_id)


def _move(
    actor: User, occurrence: Occurrence, session: ClassSession | None, room: Room, form: MoveForm
) -> int:
    to: dict[str, Any] = {
        "room": room,
        "starts_at": form.starts_at.data,
        "ends_at": form.ends_at.data,
        "push_out": bool(form.push_out.data),
    }
    if session is not None:
        classes.move_session(
            actor=actor,
            session=session,
            people=enrolment.seat_count(session.offering).total or None,
            despite_clashes=bool(form.despite_clashes.data),
            **to,
            **_break(session, to["starts_at"]),
        )
        return 1
    to["people"] = occurrence.booking.people or 1
    if form.is_following:
        return len(services.move_following(actor=actor, occurrence=occurrence, **to))
    services.move(actor=actor, occurrence=occurrence, **to)
    return 1


def _break(session: ClassSession, starts_at: datetime) -> dict[str, Any]:
    """The break keeps its distance to the start."""
    shift = starts_at - session.starts_at
    return {
        name: moment + shift if moment else None
        for name, moment in (
            ("break_from", session.break_from),
            ("break_until", session.break_until),
        )
    }


def _cancel(actor: User, occurrence: Occurrence, form: CancelForm) -> int:
    reason = str(form.reason.data)
    if form.is_following:
        return len(services.cancel_following(actor=actor, occurrence=occurrence, reason=reason))
    services.cancel_occurrence(actor=actor, occurrence=occurrence, reason=reason)
    return 1


def _move_form(occurrence: Occurrence, rooms: dict[str, Room]) -> MoveForm:
    form = MoveForm(
        room=request.args.get("room") or occurrence.room.code,
        starts_at=_asked_moment("from") or occurrence.starts_at,
        ends_at=_asked_moment("until") or occurrence.ends_at,
    )
    form.room.choices = [
        (code, gettext("%(room)s (%(count)s seats)", room=room.shown_name, count=room.capacity))
        for code, room in rooms.items()
    ]
    return form


def _asked_moment(name: str) -> datetime | None:
    try:
        local = datetime.strptime(request.args.get(name, ""), FORM)  # noqa: DTZ007  # Seoul's clock
    except ValueError:
        return None
    return clock.at(local.date(), local.time())


def _move_page(
    form: MoveForm,
    occurrence: Occurrence,
    session: ClassSession | None,
    refused: Refused | None = None,
) -> str:
    booking = occurrence.booking
    return render_template(
        "classrooms/desk_move_occurrence.html",
        form=form,
        occurrence=occurrence,
        booking=booking,
        session=session,
        following=_following(occurrence, session),
        refused=refused.sentence if refused else "",
        code=refused.code if refused else "",
        breadcrumbs=_crumbs(occurrence, gettext("Move")),
    )


def _cancel_page(form: CancelForm, occurrence: Occurrence) -> str:
    return render_template(
        "classrooms/desk_cancel_occurrence.html",
        form=form,
        occurrence=occurrence,
        booking=occurrence.booking,
        following=_following(occurrence, None),
        breadcrumbs=_crumbs(occurrence, gettext("Cancel")),
    )


def _following(occurrence: Occurrence, session: ClassSession | None) -> int:
    """How many times follow that could be moved or cancelled along."""
    if session is not None or not occurrence.is_live:
        return 0
    return len(services.following(occurrence)) - 1


def _crumbs(occurrence: Occurrence, label: str) -> list[tuple[str, str | None]]:
    here = url_for("classrooms.desk_booking", booking_id=occurrence.booking_id)
    return crumbs((occurrence.booking.title, here), (label, None))
