"""How everybody of a class stands: the sum so far and what can still come, for the instructor."""

from __future__ import annotations

from flask import render_template

from lms.attendance import policy, queries
from lms.attendance.views.blueprint import doors
from lms.audit import services as audit
from lms.completion.queries import outlooks
from lms.completion.wording import outlook_in_words, so_far_in_words
from lms.core.guard import permit
from lms.enrolment.queries import enrolled


@doors.get("/teach/sessions/<int:session_id>/standing")
def standing(session_id: int) -> str:
    """Everybody of the offering with the figure, the sum behind it, and the projection."""
    person = permit(policy.can_take)
    session = queries.get_sheet(session_id, person).session
    people = enrolled(session.offering)
    audit.saw(person.id, "attendance.standing", [one.user_id for one in people])
    passed, ahead = queries.progress(people), outlooks(people)
    rows = [
        (
            one,
            passed[one.id],
            so_far_in_words(passed[one.id]),
            outlook_in_words(ahead[one.id]),
            ahead[one.id].best.completed,
        )
        for one in people
    ]
    return render_template(
        "attendance/standing.html", session=session, offering=session.offering, rows=rows
    )
