"""Correcting one record of a locked sheet."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policy, queries, services
from lms.attendance.forms import CorrectionForm
from lms.attendance.models import block_of
from lms.attendance.queries import Seated, Sheet
from lms.attendance.views.blueprint import doors
from lms.audit import services as audit
from lms.certificates.queries import of_enrolments
from lms.core.errors import Invalid, NotFound
from lms.core.guard import permit
from lms.core.text import gettext


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
