"""Asking to hear of a course, and taking that back; who has asked, at the desk."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.audit import services as audit
from lms.catalogue.queries import get_course
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment import policy, queries, services
from lms.enrolment.views.blueprint import doors
from lms.enrolment.views.ways import desk_crumbs
from lms.firms.queries import present_memberships


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


@doors.get("/desk/courses/<code>/interested")
def desk_interested(code: str) -> str:
    """Who waits to hear of a course, and what happens when it is scheduled."""
    person = permit(policy.can_run_desk)
    course = get_course(code, person)
    waiting = queries.interested(course)
    ids = [one.user_id for one in waiting]
    audit.saw(person.id, "enrolment.desk_interested", ids)
    return render_template(
        "enrolment/desk_interested.html",
        course=course,
        waiting=waiting,
        memberships=present_memberships(ids),
        breadcrumbs=desk_crumbs(
            (gettext("Courses"), url_for("catalogue.desk_courses")),
            (course.title, url_for("catalogue.desk_edit_course", code=course.code)),
            (gettext("Interested people"), None),
        ),
    )
