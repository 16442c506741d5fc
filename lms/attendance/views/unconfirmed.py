"""What stayed not confirmed where a roll call closed by itself: the operators' list."""

from __future__ import annotations

from flask import render_template

from lms.attendance import policy, queries
from lms.attendance.views.blueprint import doors
from lms.audit import services as audit
from lms.core.guard import permit


@doors.get("/desk/unconfirmed")
def desk_unconfirmed() -> str:
    """People of whom nobody has said how it was; each leads to where it is said."""
    person = permit(policy.can_correct)
    found = queries.unconfirmed()
    audit.saw(person.id, "attendance.unconfirmed", [one.enrolment.user_id for one in found])
    return render_template(
        "attendance/unconfirmed.html",
        rows=found,
        instructors=queries.instructors_of({one.session.id for one in found}),
    )
