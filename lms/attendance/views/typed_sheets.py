"""Typing a signed sheet: the template, the upload, the look before it is entered."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policy, queries, services
from lms.attendance.excuse_forms import TypedSheetForm
from lms.attendance.services.typed_sheets import Line
from lms.attendance.sheet_template import Head, template
from lms.attendance.views.blueprint import doors
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.catalogue.queries import get_offering
from lms.certificates.queries import of_enrolments
from lms.core.errors import Invalid, Refused
from lms.core.guard import permit
from lms.core.tables import MEDIA_TYPE
from lms.core.text import gettext

Crumbs = list[tuple[str, str | None]]


@doors.get("/desk/offerings/<code>/sheet-template.xlsx")
def sheet_template(code: str) -> ResponseReturnValue:
    """Everybody and every class, to be filled in by hand."""
    person = permit(policy.can_see_matrix)
    offering = get_offering(code, person)
    matrix = queries.sheet(offering)
    audit.saw(person.id, "attendance.sheet", [row.enrolment.user_id for row in matrix.rows])
    title = f"{offering.course.title} {offering.run_label}"
    answer = Response(template(Head(offering.code, title), matrix), mimetype=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-template.xlsx"'
    return answer


@doors.route("/desk/offerings/<code>/typed-sheet", methods=["GET", "POST"])
def upload_sheet(code: str) -> ResponseReturnValue:
    """Choose the filled template; what is wrong with it is named by row and cell."""
    person = permit(policy.can_correct)
    offering = get_offering(code, person)
    form = TypedSheetForm()
    problems: list[str] = []
    if form.validate_on_submit():
        try:
            kept = services.upload_sheet(actor=person, offering=offering, **form.said())
        except Invalid as invalid:
            problems = invalid.fields["file"].splitlines()
            form.file.errors = [gettext("Nothing was taken from this file.")]
        else:
            return redirect(url_for("attendance.typed_sheet", sheet_id=kept.id), 303)
    page = render_template(
        "attendance/upload_sheet.html",
        form=form,
        offering=offering,
        problems=problems,
        breadcrumbs=_crumbs(offering),
    )
    return page, 422 if form.errors else 200


@doors.get("/desk/typed-sheets/<int:sheet_id>")
def typed_sheet(sheet_id: int) -> ResponseReturnValue:
    """What would change, before anything does."""
    person = permit(policy.can_correct)
    typed = queries.get_typed_sheet(sheet_id)
    changed = ""
    try:
        lines = services.lines_of(typed)
    except Refused as refused:
        lines, changed = [], refused.sentence
    except Invalid as invalid:
        lines, changed = [], " ".join(invalid.fields.values())
    audit.saw(person.id, "attendance.sheet", [one.seated.enrolment.user_id for one in lines])
    return render_template(
        "attendance/typed_sheet.html",
        typed=typed,
        offering=typed.offering,
        lines=lines,
        certificates=_touched(lines),
        changed=changed,
        breadcrumbs=_crumbs(typed.offering),
    )


def _touched(lines: Sequence[Line]) -> list[str]:
    """Numbers of certificates that rest on records which would be corrected."""
    corrected = {one.seated.enrolment.id for one in lines if one.way != "mark"}
    return [one.number for one in of_enrolments(corrected).values()]


@doors.post("/desk/typed-sheets/<int:sheet_id>/enter")
def enter_sheet(sheet_id: int) -> ResponseReturnValue:
    """Do all of it, or nothing."""
    person = permit(policy.can_correct)
    typed = queries.get_typed_sheet(sheet_id)
    code = typed.offering.code
    waiting = services.enter_sheet(actor=person, typed=typed)
    flash(gettext("The sheet is entered."), "success")
    if waiting:
        sentence = gettext(
            "%(count)s records are closed: a second person has to approve them.", count=waiting
        )
        flash(sentence, "info")
    return redirect(url_for("attendance.sheet", code=code), 303)


@doors.post("/desk/typed-sheets/<int:sheet_id>/drop")
def drop_sheet(sheet_id: int) -> ResponseReturnValue:
    """Forget it."""
    person = permit(policy.can_correct)
    typed = queries.get_typed_sheet(sheet_id)
    code = typed.offering.code
    services.drop_sheet(actor=person, typed=typed)
    flash(gettext("The sheet is dropped; nothing has changed."), "info")
    return redirect(url_for("attendance.upload_sheet", code=code), 303)


def _crumbs(offering: Offering) -> Crumbs:
    return [
        (gettext("Operations"), url_for("site.desk")),
        (offering.code, url_for("catalogue.desk_offering", code=offering.code)),
        (gettext("Attendance"), url_for("attendance.sheet", code=offering.code)),
        (gettext("Enter a signed sheet"), None),
    ]
