"""Attendance on paper and in Excel: the sheet of an offering, instructors' hours of a month."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policy, queries
from lms.attendance.sheet_facts import excel_rows
from lms.attendance.views.blueprint import doors
from lms.attendance.wording import length
from lms.audit import services as audit
from lms.catalogue.queries import get_offering
from lms.certificates.models import OrderKind
from lms.certificates.services import order
from lms.certificates.sheets import sheet_page, sheet_paper
from lms.core import clock
from lms.core.asked import asked_month
from lms.core.guard import permit
from lms.core.tables import MEDIA_TYPE, Cell, xlsx
from lms.core.text import gettext, month_name


@doors.post("/desk/offerings/<code>/attendance/paper")
def order_sheet(code: str) -> ResponseReturnValue:
    """Have the sheet of an offering printed: filled, or with boxes to be signed (blank)."""
    person = permit(policy.can_see_matrix)
    offering = get_offering(code, person)
    kind = OrderKind.blank_sheet if request.form.get("blank") else OrderKind.sheet
    placed = order(actor=person, kind=kind, offering=offering)
    return redirect(url_for("certificates.desk_order", order_id=placed.id), 303)


@doors.get("/teach/sessions/<int:session_id>/sheet.pdf")
def session_pdf(session_id: int) -> ResponseReturnValue:
    """The same for one class, at once, for its instructor (?blank=yes: with boxes to be signed)."""
    person = permit(policy.can_take)
    session = queries.get_sheet(session_id, person).session
    offering = session.offering
    matrix = queries.sheet(offering).only(session.id)
    audit.saw(person.id, "attendance.sheet", [row.enrolment.user_id for row in matrix.rows])
    page = sheet_page(offering, matrix, blank=bool(request.args.get("blank")))
    return _file(sheet_paper(page), "application/pdf", f"{offering.code}-{session_id}.pdf")


@doors.get("/desk/offerings/<code>/attendance.xlsx")
def sheet_xlsx(code: str) -> ResponseReturnValue:
    """The matrix for Excel."""
    person = permit(policy.can_see_matrix)
    offering = get_offering(code, person)
    matrix = queries.sheet(offering)
    audit.saw(person.id, "attendance.sheet", [row.enrolment.user_id for row in matrix.rows])
    headings, rows = excel_rows(matrix)
    return _file(xlsx(offering.code, headings, rows), MEDIA_TYPE, f"{code}-attendance.xlsx")


@doors.get("/desk/teaching-hours")
def teaching_hours() -> str:
    """Instructors' hours of a month (?month=2026-11): planned, and held (the sheet is locked)."""
    permit(policy.can_see_matrix)
    month = asked_month() or clock.today().replace(day=1)
    return render_template(
        "attendance/teaching_hours.html",
        month=month,
        previous=(month - timedelta(days=1)).strftime("%Y-%m"),
        following=(month + timedelta(days=32)).strftime("%Y-%m"),
        rows=queries.teaching_hours(month),
        length=length,
        breadcrumbs=[(gettext("Operations"), "/desk"), (gettext("Instructors' hours"), None)],
    )


@doors.get("/desk/teaching-hours.xlsx")
def teaching_hours_xlsx() -> ResponseReturnValue:
    """The same for Excel."""
    permit(policy.can_see_matrix)
    month = asked_month() or clock.today().replace(day=1)
    headings = [
        gettext("Instructor"),
        gettext("Part"),
        gettext("Classes"),
        gettext("Minutes planned"),
        gettext("Minutes held"),
    ]
    rows: list[list[Cell]] = [
        [one.name, one.role.label, one.classes, one.planned, one.held]
        for one in queries.teaching_hours(month)
    ]
    book = xlsx(month_name(month), headings, rows)
    return _file(book, MEDIA_TYPE, f"teaching-hours-{month:%Y-%m}.xlsx")


def _file(content: bytes, media_type: str, name: str) -> Response:
    answer = Response(content, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
