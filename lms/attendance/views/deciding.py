"""Deciding: excused absences (instructors and operators), corrections of closed records (operators)."""

from __future__ import annotations

import io

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of
from lms.attendance import policy, queries, services
from lms.attendance.excuse_forms import DecisionForm
from lms.attendance.views.blueprint import doors
from lms.audit import services as audit
from lms.certificates.queries import of_enrolments
from lms.core.errors import Invalid, NotFound
from lms.core.guard import permit
from lms.core.storage import Altered, storage
from lms.core.text import gettext


@doors.get("/teach/excuses")
def excuses() -> str:
    """What waits for a decision, and what was decided."""
    person = permit(policy.can_take)
    waiting = queries.excuses(person, waiting=True)
    decided = queries.excuses(person, waiting=False)
    seen = [one.enrolment.user_id for one in [*waiting, *decided]]
    audit.saw(person.id, "attendance.excuses", seen)
    return render_template(
        "attendance/excuses.html",
        waiting=waiting,
        decided=decided,
        names=names_of(one.decided_by_id for one in decided),
    )


@doors.route("/teach/excuses/<int:excuse_id>", methods=["GET", "POST"])
def excuse(excuse_id: int) -> ResponseReturnValue:
    """One application: look at it, accept or refuse it."""
    person = permit(policy.can_take)
    found = queries.get_excuse(excuse_id, person)
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            services.decide_excuse(
                actor=person,
                excuse=found,
                accept="accept" in request.form,
                decision=form.decision.data or "",
            )
        except Invalid as invalid:
            form.decision.errors = list(invalid.fields.values())
        else:
            flash(gettext("The decision is recorded; the person is told by e-mail."), "success")
            return redirect(url_for("attendance.excuses"), 303)
    audit.saw(person.id, "attendance.excuse", [found.enrolment.user_id])
    page = render_template("attendance/excuse.html", excuse=found, form=form)
    return page, 422 if form.errors else 200


@doors.get("/teach/excuses/<int:excuse_id>/document")
def excuse_document(excuse_id: int) -> ResponseReturnValue:
    """The document as it came, always as a download."""
    person = permit(policy.can_take)
    found = queries.get_excuse(excuse_id, person)
    audit.saw(person.id, "attendance.excuse_document", [found.enrolment.user_id])
    try:
        content = storage().get(found.file_key) if found.file_key else None
    except (FileNotFoundError, Altered):
        content = None
    if content is None:
        raise NotFound(gettext("There is no such file."))
    return send_file(
        io.BytesIO(content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.file_name,
    )


@doors.get("/desk/corrections")
def desk_corrections() -> str:
    """Corrections of closed records: those that wait, and those decided."""
    person = permit(policy.can_correct)
    waiting = queries.corrections(waiting=True)
    decided = queries.corrections(waiting=False)
    everything = [*waiting, *decided]
    audit.saw(person.id, "attendance.corrections", [one.enrolment.user_id for one in everything])
    return render_template(
        "attendance/corrections.html",
        waiting=waiting,
        decided=decided,
        me=person.id,
        names=names_of(one for row in everything for one in (row.asked_by_id, row.decided_by_id)),
        certificates=of_enrolments([one.enrolment_id for one in everything]),
        form=DecisionForm(),
    )


@doors.post("/desk/corrections/<int:correction_id>")
def desk_decide_correction(correction_id: int) -> ResponseReturnValue:
    """Approve or refuse, as a second person."""
    person = permit(policy.can_correct)
    correction = queries.get_correction(correction_id)
    approve = "approve" in request.form
    decision = str(DecisionForm().decision.data or "")
    services.decide_correction(
        actor=person, correction=correction, approve=approve, decision=decision
    )
    if approve:
        flash(gettext("The record is corrected."), "success")
    else:
        flash(gettext("The correction is refused; the record stays as it was."), "success")
    return redirect(url_for("attendance.desk_corrections"), 303)
