"""Asking for a room: the form, what would become of each time, and then it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from lms.accounts.models import User
from lms.classrooms import queries as rooms
from lms.classrooms.about import use_facts
from lms.classrooms.models import Room
from lms.classrooms.policy import can_ask_for
from lms.classrooms.preview import Line, LineState
from lms.classrooms.services import EquipmentTaken, RoomTaken
from lms.classrooms.views import booking_lines as chosen
from lms.classrooms.views.booking_lines import Wished
from lms.classrooms.views.booking_new import rule_of, sent_fields
from lms.core import clock
from lms.core.asked import asked_moment
from lms.core.errors import Refused
from lms.core.guard import me, permit
from lms.core.legal import legal_html
from lms.core.text import gettext
from lms.firms.queries import find_membership
from lms.room_requests import services
from lms.room_requests.alternatives import able_for, possible_instead
from lms.room_requests.forms import AskForm
from lms.room_requests.models import RequestStatus
from lms.room_requests.policy import is_manager
from lms.room_requests.services import Wanted
from lms.room_requests.views.blueprint import doors
from lms.room_requests.views.hints import limits_in_words

POSSIBLE_AT_ONCE = frozenset({LineState.free})
"""One time like this needs no second look before it is sent."""


@doors.route("/classrooms/<code>/request", methods=["GET", "POST"])
def ask(code: str) -> ResponseReturnValue:
    """Ask for a room. ?from=2026-12-01T09:00&until=2026-12-01T12:00 fills these in.

    The buttons are told apart by `step`: none (from the form), back, check, save (from the preview).
    """
    room = rooms.get_room(code)
    person: User = permit(can_ask_for, room)
    form = _form(person)
    step = request.form.get("step")
    if request.method == "GET" or step == "back":
        return _form_page(form, room)
    if not form.validate():
        return _form_page(form, room), 422
    able = {each.code: each for each in rooms.rooms() if can_ask_for(person, each)}
    try:
        sent = chosen.sent(request.form, able)
        wished = sent or chosen.made(form, room)
    except Refused as refused:
        return _form_page(form, room, refused.sentence), 422
    lines = _lines(form, wished)
    if not sent:
        wished = chosen.first_choice(wished, lines, on_days_off=False)
    is_plain = len(lines) == 1 and lines[0].state in POSSIBLE_AT_ONCE
    if is_plain or (sent and step == "save"):
        return _send(person, form, room, wished, lines)
    return _preview_page(form, room, wished, lines)


def _wanted(form: AskForm, wished: Sequence[Wished], rule: str = "") -> Wanted:
    return Wanted(
        details=form.details(),
        times=[each.placement for each in wished],
        phone=form.phone.data or "",
        rule=rule,
        equipment_ids=tuple(form.equipment_ids()),
    )


def _lines(form: AskForm, wished: Sequence[Wished]) -> list[Line]:
    """What stands against each time; those left out stand in nobody's way."""
    together = services.preview(_wanted(form, [each for each in wished if each.chosen]))
    alone = services.preview(_wanted(form, [each for each in wished if not each.chosen]))
    taken, left = iter(together), iter(alone)
    return [next(taken) if each.chosen else next(left) for each in wished]


def _send(
    person: User, form: AskForm, room: Room, wished: Sequence[Wished], lines: Sequence[Line]
) -> ResponseReturnValue:
    kept = [each for each in wished if each.chosen]
    if not kept:
        refusal = gettext("Every time is left out. Please choose at least one.")
        return _preview_page(form, room, wished, lines, refusal), 409
    rule = rule_of(form, kept) if len(kept) > 1 else ""
    try:
        asked = services.ask(actor=person, wanted=_wanted(form, kept, rule))
    except (RoomTaken, EquipmentTaken):
        refusal = gettext("This has been taken just now. Please choose another time.")
        return _preview_page(form, room, wished, _lines(form, wished), refusal), 409
    except Refused as refused:
        return _preview_page(form, room, wished, lines, refused.sentence), 409
    if asked.status is RequestStatus.approved:
        flash(gettext("The room is yours. The details are on their way by e-mail."), "success")
    else:
        flash(gettext("We have your request, and tell you by e-mail how it is decided."), "success")
    return redirect(url_for("room_requests.my_request", request_id=asked.id), 303)


def _form(person: User) -> AskForm:
    start, end = (
        clock.to_seoul(one) if one else None
        for one in (asked_moment("from"), asked_moment("until"))
    )
    form = AskForm(
        day=start.date() if start else None,
        starts=start.time() if start else None,
        ends=end.time() if end else None,
        interval=1,
        phone=person.phone,
    )
    membership = find_membership(person)
    form.firm.choices = [("", gettext("For myself or my course"))]
    if is_manager(membership):
        form.firm.choices.insert(0, (str(membership.firm_id), membership.firm.name))
    form.equipment.choices = [
        (str(piece.id), piece.shown_name) for piece in rooms.movable_equipment()
    ]
    return form


def _form_page(form: AskForm, room: Room, refusal: str = "") -> str:
    language = str(get_locale())
    return render_template(
        "room_requests/ask.html",
        form=form,
        room=room,
        refusal=refusal,
        facts=[*use_facts(room), *limits_in_words()],
        rules=legal_html(services.RULES, language),
        privacy=legal_html(services.PRIVACY, language),
        breadcrumbs=_crumbs(room),
    )


def _preview_page(
    form: AskForm, room: Room, wished: Sequence[Wished], lines: Sequence[Line], refusal: str = ""
) -> str:
    details = form.details()
    able = able_for(me())
    free = possible_instead(lines, able, details.people or 1, details.layout)
    names = {code: each.shown_name for code, each in able.items()}
    rows = chosen.rows(wished, lines, free, names)
    return render_template(
        "room_requests/ask_preview.html",
        form=form,
        room=room,
        rows=rows,
        chosen=sum(row.chosen for row in rows),
        contested=any(row.line.state is LineState.contested and row.chosen for row in rows),
        refusal=refusal,
        sent=sent_fields(),
        breadcrumbs=_crumbs(room),
    )


def _crumbs(room: Room) -> list[tuple[str, Any]]:
    return [
        (gettext("Classrooms"), "/classrooms"),
        (room.shown_name, f"/classrooms/{room.code}"),
        (gettext("Ask for this room"), None),
    ]
