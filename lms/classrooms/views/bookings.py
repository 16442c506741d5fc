"""The desk: all bookings, one with its times and its history, and what it says about itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from lms.accounts.queries import names_of
from lms.audit import services as audit
from lms.audit import wording
from lms.audit.queries import joint_history
from lms.catalogue import queries as catalogue
from lms.classrooms import policy, queries, services
from lms.classrooms.forms import BookingDetailsForm, BookingFileForm
from lms.classrooms.models import Booking, BookingKind
from lms.classrooms.queries import Shown
from lms.classrooms.views.blueprint import doors
from lms.classrooms.wording import rule_in_words
from lms.core import clock
from lms.core.asked import asked_choice, asked_page, asked_text
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.rendering import page_url
from lms.core.text import gettext
from lms.firms.queries import all_firms
from lms.room_requests import queries as room_requests


@doors.get("/desk/bookings")
def desk_bookings() -> str:
    """All bookings: coming, past, cancelled."""
    actor = permit(policy.can_book_rooms)
    shown = asked_choice(Shown, "show") or Shown.coming
    kind, question = asked_choice(BookingKind, "kind"), asked_text()
    rooms = {room.code: room for room in queries.rooms(with_inactive=True)}
    room = rooms.get(asked_text("room", 20))
    now = clock.now()
    page = queries.bookings(shown, now, question=question, kind=kind, room=room, page=asked_page())
    _saw(actor.id, "classrooms.bookings", page.items)
    return render_template(
        "classrooms/desk_bookings.html",
        page=page,
        times=queries.times_of([booking.id for booking in page.items], shown, now),
        tabs=[_tab(each, shown) for each in Shown],
        rooms=[(code, each.shown_name) for code, each in rooms.items()],
        kinds=BookingKind.options(),
        question=question,
        kind=kind.value if kind else "",
        room=room.code if room else "",
        shown=shown,
        breadcrumbs=crumbs(),
    )


def _tab(each: Shown, shown: Shown) -> dict[str, Any]:
    href = page_url(show=None if each is Shown.coming else each.value, page=None)
    return {"label": each.label, "href": href, "current": each is shown, "count": None}


@doors.get("/desk/bookings/<int:booking_id>")
def desk_booking(booking_id: int) -> str:
    """One booking: what for, when and where, what goes along, and its history."""
    actor = permit(policy.can_book_rooms)
    booking = queries.get_booking(booking_id)
    _saw(actor.id, "classrooms.booking", [booking])
    return _page(booking, BookingFileForm())


@doors.route("/desk/bookings/<int:booking_id>/edit", methods=["GET", "POST"])
def desk_edit_booking(booking_id: int) -> Any:
    """Change what a booking says about itself; its times are moved one by one."""
    actor = permit(policy.can_book_rooms)
    booking = queries.get_booking(booking_id)
    form = BookingDetailsForm(obj=booking, firm=str(booking.firm_id or ""))
    fill_details(form)
    if request.method == "GET":
        return _edit_page(form, booking)
    if not form.validate():
        return _edit_page(form, booking), 422
    try:
        services.update_booking(actor=actor, booking=booking, details=form.details())
    except Refused as refused:
        return _edit_page(form, booking, refused.sentence), 409
    flash(gettext("“%(title)s” is saved.", title=booking.title), "success")
    return redirect(url_for("classrooms.desk_booking", booking_id=booking.id), 303)


def booking_page(booking: Booking, form: BookingFileForm) -> str:
    """The page of a booking with a form for files as it was sent."""
    return _page(booking, form)


def fill_details(form: BookingDetailsForm) -> None:
    """Give a form its choices of firms."""
    firms = [(str(firm.id), firm.name) for firm in all_firms()]
    form.firm.choices = [("", gettext("No firm is named")), *firms]


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way to a page of bookings."""
    return [(gettext("Operations"), "/desk"), (gettext("Bookings"), "/desk/bookings"), *more]


def _page(booking: Booking, form: BookingFileForm) -> str:
    ids = [occurrence.id for occurrence in booking.occurrences]
    sessions = catalogue.sessions_of_occurrences(ids)
    asked = (
        room_requests.find_of_booking(booking.id) if booking.kind is BookingKind.request else None
    )
    subjects = {
        "bookings": [booking.id],
        "occurrences": ids,
        "class_sessions": [session.id for session in sessions.values()],
        "room_requests": [asked.id] if asked else [],
    }
    return render_template(
        "classrooms/desk_booking.html",
        booking=booking,
        form=form,
        sessions=sessions,
        request_for_it=asked,
        rule=rule_in_words(booking.rule),
        equipment=sorted(
            {u.equipment.shown_name for o in booking.occurrences if o.is_live for u in o.uses}
        ),
        history=_history(subjects),
        breadcrumbs=crumbs((booking.title, None)),
    )


def _edit_page(form: BookingDetailsForm, booking: Booking, refusal: str = "") -> str:
    here = url_for("classrooms.desk_booking", booking_id=booking.id)
    return render_template(
        "classrooms/desk_booking_form.html",
        form=form,
        booking=booking,
        refusal=refusal,
        breadcrumbs=crumbs((booking.title, here), (gettext("Change"), None)),
    )


def _history(subjects: Mapping[str, Collection[int]]) -> list[dict[str, Any]]:
    """What was done to it, to each of its times and to what they stand for, the newest first."""
    entries = joint_history(subjects)[::-1]
    names = names_of(entry.actor_id for entry in entries)
    return [wording.told(entry, names) for entry in entries]


def _saw(actor_id: int, action: str, shown: Collection[Booking]) -> None:
    audit.saw(actor_id, action, [each.owner_id for each in shown if each.owner_id is not None])
