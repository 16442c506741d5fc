"""Asking to hear of a course, and taking that back."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.catalogue.queries import get_course
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment import policy, services
from lms.enrolment.views.blueprint import doors


@doors.post("/courses/<code>/interest")
def interest(code: str) -> ResponseReturnValue:
    """Hear first when the course is scheduled."""
    person = permit(policy.can_enrol)
    services.register_interest(actor=person, course=get_course(code, person))
    flash(gettext("We tell you by e-mail as soon as this course has a date."), "success")
    return redirect(url_for("catalogue.course", code=code), 303)


@doors.post("/courses/<code>/interest/drop")
def drop_interest(code: str) -> ResponseReturnValue:
    """Hear nothing of it after all."""
    person = permit(policy.can_enrol)
    services.drop_interest(actor=person, course=get_course(code, person))
    flash(gettext("You will not be told about this course any more."), "success")
    return redirect(url_for("catalogue.course", code=code), 303)
