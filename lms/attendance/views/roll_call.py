"""The roll call of one class session: take it, lock it, correct it."""

from __future__ import annotations

from collections import Counter

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.attendance import policy, queries, services
from lms.attendance.flags import flags_of
from lms.attendance.forms import CorrectionForm, read_marks, rows
from lms.attendance.marks import CHOICES, Mark
from lms.attendance.models import block_of
from lms.attendance.queries import Seated, Sheet
from lms.attendance.saying import HasState, state_of
from lms.attendance.scan_notes import scan_notes
from lms.attendance.views.blueprint import doors
from lms.attendance.views.today import state_of_sheet
from lms.audit import services as audit
from lms.certificates.queries import of_enrolments
from lms.core import clock
from lms.core.answers import wants_json
from lms.core.errors import Invalid, NotFound
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
    notes = _notes(sheet, seated)
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
        may_correct=policy.can_correct(person),
    )


def _notes(sheet: Sheet, seated: list[Seated]) -> dict[int, str]:
    """About the scans, by enrolment id."""
    scans = queries.scans_of(sheet.session)
    headcount = sheet.roll_call.headcount if sheet.roll_call else None
    present = sum(one.record is not None and one.record.minutes > 0 for one in seated)
    flags = flags_of(scans, networks=settings().networks, headcount=headcount, present=present)
    return scan_notes(scans, flags)


@doors.get("/teach/sessions/<int:session_id>/live")
def live(session_id: int) -> ResponseReturnValue:
    """What the records say now, for the page's script: who scanned appears by itself."""
    person = permit(policy.can_take)
    sheet = queries.get_sheet(session_id, person)
    seated = queries.people(sheet.session)
    notes = _notes(sheet, seated)
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


@doors.route("/teach/sessions/<int:session_id>/people/<int:enrolment_id>", methods=["GET", "POST"])
def correct(session_id: int, enrolment_id: int) -> ResponseReturnValue:
    """An operator corrects one record of a locked sheet."""
    person = permit(policy.can_correct)
    sheet = queries.get_sheet(session_id, person)
    one = _seated(sheet, enrolment_id)
    form = CorrectionForm()
    form.show(one.record)
    if form.validate_on_submit():
        try:
            waits = services.correct(
                actor=person,
                session=sheet.session,
                enrolment_id=enrolment_id,
                said=form.said(block_of(sheet.session).day),
                reason=form.reason.data or "",
            )
        except Invalid as problem:
            form.blame(problem.fields)
        else:
            if waits:
                flash(gettext("A second person has to approve this correction."), "info")
                return redirect(url_for("attendance.desk_corrections"), 303)
            _flash_corrected(enrolment_id)
            return redirect(url_for("attendance.roll_call", session_id=session_id), 303)
    audit.saw(person.id, "attendance.correct", [one.enrolment.user_id])
    page = render_template(
        "attendance/correct.html",
        form=form,
        sheet=sheet,
        session=sheet.session,
        seated=one,
        history=queries.events_of(sheet.session, enrolment_id),
        closed=services.is_closed(sheet.session),
    )
    return page, 422 if form.errors else 200


def _seated(sheet: Sheet, enrolment_id: int) -> Seated:
    for one in queries.people(sheet.session):
        if one.enrolment.id == enrolment_id:
            return one
    raise NotFound(gettext("This person is not on the sheet."))


def _flash_corrected(enrolment_id: int) -> None:
    flash(gettext("The record is corrected."), "success")
    touched = of_enrolments([enrolment_id]).get(enrolment_id)
    if touched is not None:
        sentence = gettext(
            "Certificate %(number)s rests on this record. It was not changed; please check it.",
            number=touched.number,
        )
        flash(sentence, "warning")
