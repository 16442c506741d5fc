"""The desk's matrix of one offering: people by class sessions."""

from __future__ import annotations

from flask import render_template

from lms.attendance import policy, queries
from lms.attendance.marks import SIGNS, Mark
from lms.attendance.views.blueprint import doors
from lms.attendance.views.today import state_of_sheet
from lms.attendance.wording import length
from lms.audit import services as audit
from lms.catalogue.queries import get_offering
from lms.core import clock
from lms.core.guard import permit


@doors.get("/desk/offerings/<code>/attendance")
def sheet(code: str) -> str:
    """Signs and sums; readable without colour."""
    person = permit(policy.can_see_matrix)
    offering = get_offering(code, person)
    matrix = queries.sheet(offering)
    audit.saw(person.id, "attendance.matrix", [row.enrolment.user_id for row in matrix.rows])
    return render_template(
        "attendance/matrix.html",
        offering=offering,
        matrix=matrix,
        coming={
            one.session.id for one in matrix.sheets if state_of_sheet(one, clock.now()) == "coming"
        },
        legend=[(mark, sign) for mark, sign in SIGNS.items() if mark is not Mark.unconfirmed],
        length=length,
    )
