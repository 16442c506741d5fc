"""A trainee's own attendance: day by day, what it comes to, and asking that a day be excused."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.attendance import policy, queries, services
from lms.attendance.excuse_forms import ExcuseForm
from lms.attendance.views.blueprint import doors
from lms.attendance.wording import length
from lms.completion.sums import sum_of
from lms.core.errors import Invalid, NotFound
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries import get_enrolment


@doors.get("/my/enrolments/<int:enrolment_id>/attendance")
def my_attendance(enrolment_id: int) -> ResponseReturnValue:
    """One's own attendance of an offering."""
    person: User = permit(policy.can_check_in)
    enrolment = _own(enrolment_id, person)
    found = sum_of(enrolment)
    return render_template(
        "attendance/mine.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        lines=queries.of_enrolment(enrolment),
        sum=found,
        excuses=queries.excuses_of(enrolment),
        length=length,
        may_ask=enrolment.status is EnrolmentStatus.enrolled and found.judgement is None,
        breadcrumbs=_crumbs(enrolment, (gettext("My attendance"), None)),
    )


@doors.route("/my/enrolments/<int:enrolment_id>/excuses/new", methods=["GET", "POST"])
def ask_excuse(enrolment_id: int) -> ResponseReturnValue:
    """Ask that days be excused."""
    person: User = permit(policy.can_check_in)
    enrolment = _own(enrolment_id, person)
    kinds = list(queries.excuse_kinds().values())
    form = ExcuseForm(kinds)
    if form.validate_on_submit():
        try:
            services.apply_for_excuse(actor=person, enrolment=enrolment, **form.said())
        except Invalid as invalid:
            form.blame(invalid.fields)
        else:
            flash(gettext("Your application is sent. You are told by e-mail."), "success")
            return redirect(_here(enrolment), 303)
    crumbs = _crumbs(
        enrolment,
        (gettext("My attendance"), _here(enrolment)),
        (gettext("Ask for an excused absence"), None),
    )
    page = render_template(
        "attendance/ask_excuse.html",
        form=form,
        enrolment=enrolment,
        kinds=kinds,
        back=_here(enrolment),
        breadcrumbs=crumbs,
    )
    return page, 422 if form.errors else 200


@doors.post("/my/excuses/<int:excuse_id>/withdraw")
def withdraw_excuse(excuse_id: int) -> ResponseReturnValue:
    """Take an application back."""
    person: User = permit(policy.can_check_in)
    excuse = queries.get_own_excuse(excuse_id, person)
    services.withdraw_excuse(actor=person, excuse=excuse)
    flash(gettext("The application is withdrawn."), "success")
    return redirect(_here(excuse.enrolment), 303)


def _own(enrolment_id: int, person: User) -> Enrolment:
    enrolment = get_enrolment(enrolment_id)
    if enrolment.user_id != person.id:
        raise NotFound(gettext("There is no such enrolment."))
    return enrolment


def _here(enrolment: Enrolment) -> str:
    return url_for("attendance.my_attendance", enrolment_id=enrolment.id)


def _crumbs(enrolment: Enrolment, *last: tuple[str, str | None]) -> list[tuple[str, Any]]:
    course = url_for("enrolment.my_enrolment", enrolment_id=enrolment.id)
    return [
        (gettext("My classroom"), url_for("site.my")),
        (enrolment.offering.course.title, course),
        *last,
    ]
