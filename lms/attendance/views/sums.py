"""One person's attendance with the sum behind the figure, for the instructor and for the firm."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import policy, queries
from lms.attendance.views.blueprint import doors
from lms.attendance.wording import length
from lms.audit import services as audit
from lms.completion.sums import sum_of
from lms.core.errors import NotFound
from lms.core.guard import me, permit
from lms.core.text import gettext
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import enrolled
from lms.enrolment.queries.firm import of_firm
from lms.firms import policy as firms_policy
from lms.firms.queries import find_membership

Crumbs = list[tuple[str, str | None]]


@doors.get("/teach/sessions/<int:session_id>/standing/<int:enrolment_id>")
def standing_of(session_id: int, enrolment_id: int) -> ResponseReturnValue:
    """One person of the class, day by day."""
    person = permit(policy.can_take)
    session = queries.get_sheet(session_id, person).session
    found = _among(enrolled(session.offering), enrolment_id)
    audit.saw(person.id, "attendance.standing", [found.user_id])
    standing = url_for("attendance.standing", session_id=session_id)
    crumbs = [
        (gettext("Teaching"), url_for("attendance.today")),
        (gettext("Roll call"), url_for("attendance.roll_call", session_id=session_id)),
        (gettext("Attendance so far"), standing),
        (found.user.name, None),
    ]
    return _page(found, crumbs, reasons=True)


@doors.get("/firm/enrolments/<int:enrolment_id>/attendance")
def of_our_people(enrolment_id: int) -> ResponseReturnValue:
    """One of the firm's own people, in a course that was taken for the firm; while both belong to it.

    Why somebody was excused is between the person and the academy, and is not shown here.
    """
    visitor = me()
    membership = find_membership(visitor) if visitor else None
    person = permit(firms_policy.can_see_own_firm, membership)
    if membership is None:
        raise NotFound
    found = _among(of_firm(membership.firm), enrolment_id)
    audit.saw(person.id, "firm.attendance", [found.user_id])
    crumbs = [(gettext("Our firm"), url_for("firms.home")), (found.user.name, None)]
    return _page(found, crumbs, reasons=False)


def _among(people: Iterable[Enrolment], enrolment_id: int) -> Enrolment:
    for one in people:
        if one.id == enrolment_id:
            return one
    raise NotFound(gettext("There is no such enrolment."))


def _page(enrolment: Enrolment, crumbs: Crumbs, *, reasons: bool) -> str:
    return render_template(
        "attendance/person.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        lines=queries.of_enrolment(enrolment),
        sum=sum_of(enrolment),
        length=length,
        reasons=reasons,
        breadcrumbs=crumbs,
    )
