"""The roll call of one class session: look at it, take it, see who scans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.attendance import policy, queries, services
from lms.attendance.flags import GUESSES, flags_of
from lms.attendance.forms import read_marks, rows
from lms.attendance.marks import CHOICES, Mark
from lms.attendance.models import Refusal, RefusedScan, block_of
from lms.attendance.queries import Seated, Sheet
from lms.attendance.saying import HasState, state_of
from lms.attendance.scan_notes import scan_notes
from lms.attendance.views.blueprint import doors
from lms.attendance.views.today import state_of_sheet
from lms.audit import services as audit
from lms.core import clock
from lms.core.answers import wants_json
from lms.core.errors import Invalid
from lms.core.guard import permit
from lms.core.settings import settings
from lms.core.text import gettext, hour, ngettext


@doors.get("/teach/sessions/<int:session_id>")
def roll_call(session_id: int) -> ResponseReturnValue:
    """Everybody with a choice of marks; once locked, with the records."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    return _page(person, sheet)


@doors.post("/teach/sessions/<int:session_id>", endpoint="mark")
def mark(session_id: int) -> ResponseReturnValue:
    """Save marks: all that differ, or (from the page's script) one person's."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    try:
        marks = read_marks(request.form, block_of(sheet.session).day)
        saved = services.mark(actor=person, session=sheet.session, marks=marks)
    except Invalid as problem:
        if wants_json():
            raise
        return _page(person, sheet, problem), 422
    if wants_json():
        return jsonify(saved={number: _plain(kept) for number, kept in saved.items()})
    flash(_saved_sentence(len(saved)), "success")
    return redirect(url_for("attendance.roll_call", session_id=session_id), 303)


def _page(person: User, sheet: Sheet, problem: Invalid | None = None) -> str:
    seated = queries.people(sheet.session)
    audit.saw(person.id, "attendance.roll_call", [one.enrolment.user_id for one in seated])
    refused = queries.refused_in(sheet.session)
    notes = _notes(sheet, seated, refused)
    typed = request.form if problem else None
    errors = problem.fields if problem else {}
    return render_template(
        "attendance/roll_call.html",
        sheet=sheet,
        session=sheet.session,
        offering=sheet.session.offering,
        state=state_of_sheet(sheet, clock.now()),
        opens_at=services.opens_at(sheet.session),
        locks_at=services.locks_at(sheet.session),
        can_lock=clock.now() >= services.locks_at(sheet.session),
        rows=rows(seated, notes, typed, errors),
        errors=errors,
        marks=CHOICES,
        tally=tally(seated),
        refused=refused,
        may_correct=policy.can_correct(person),
    )


def _notes(sheet: Sheet, seated: list[Seated], refused: Sequence[RefusedScan]) -> dict[int, str]:
    """About the scans, by enrolment id."""
    scans = queries.scans_of(sheet.session)
    headcount = sheet.roll_call.headcount if sheet.roll_call else None
    present = sum(one.record is not None and one.record.minutes > 0 for one in seated)
    flags = flags_of(
        scans,
        networks=settings().networks,
        headcount=headcount,
        present=present,
        guessing=_guessing(seated, refused),
    )
    return scan_notes(scans, flags)


def _guessing(seated: list[Seated], refused: Sequence[RefusedScan]) -> set[int]:
    """Who has sent codes that no class has, again and again."""
    guesses = {
        one.user_id
        for one in refused
        if one.why is Refusal.too_often or (one.why is Refusal.guessed and one.times >= GUESSES)
    }
    return {one.enrolment.id for one in seated if one.enrolment.user_id in guesses}


@doors.get("/teach/sessions/<int:session_id>/live")
def live(session_id: int) -> ResponseReturnValue:
    """What the records say now, for the page's script: who scanned appears by itself."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    seated = queries.people(sheet.session)
    notes = _notes(sheet, seated, queries.refused_in(sheet.session))
    return jsonify(
        locked=sheet.locked,
        people={
            one.enrolment.id: {**_plain(one.record), "note": notes.get(one.enrolment.id, "")}
            for one in seated
            if one.record is not None
        },
    )


def tally(seated: list[Seated]) -> Counter[Mark | None]:
    """How many have each mark; None: not settled."""
    return Counter(one.record.mark if one.record and one.settled else None for one in seated)


def _plain(kept: HasState) -> dict[str, object]:
    return {
        "mark": kept.mark.value if kept.mark is not Mark.unconfirmed else "",
        "arrived": hour(kept.arrived_at) if kept.arrived_at else "",
        "left": hour(kept.left_at) if kept.left_at else "",
        "out": hour(kept.away_from) if kept.away_from else "",
        "back": hour(kept.away_until) if kept.away_until else "",
        "reason": kept.reason,
        "was": state_of(kept),
    }


def _saved_sentence(count: int) -> str:
    if not count:
        return gettext("Nothing has changed.")
    return ngettext("Saved for %(num)s person.", "Saved for %(num)s people.", count)
