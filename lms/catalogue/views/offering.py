"""Door for everybody: one offering with its timetable and the enrol box."""

from __future__ import annotations

from flask import render_template

from lms.catalogue import queries
from lms.catalogue.views.blueprint import doors
from lms.completion.queries import completed_course_ids
from lms.core import clock
from lms.core.guard import me, public
from lms.core.text import gettext
from lms.enrolment.box import enrol_box


@doors.get("/offerings/<code>")
@public
def offering(code: str) -> str:
    """One run of a course: when, where, by whom, and whether one can still come."""
    person = me()
    offering = queries.get_offering(code, person)
    course = offering.course
    completed = completed_course_ids(person.id) if person and course.needs else ()
    return render_template(
        "catalogue/offering.html",
        offering=offering,
        course=course,
        stage=offering.stage(clock.now()),
        sessions=offering.sessions,
        minutes=sum(session.minutes for session in offering.live_sessions),
        box=enrol_box(offering, person, completed),
        breadcrumbs=[
            (gettext("Courses"), "/courses"),
            (course.title, f"/courses/{course.code}"),
            (offering.run_label, None),
        ],
    )
