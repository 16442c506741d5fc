"""The operators' first page: today, and what wants attention."""

from __future__ import annotations

from flask import render_template

from lms.accounts.policy import can_operate
from lms.attendance.queries import counts, instructors, sheets_between, unconfirmed_count
from lms.certificates.queries import due_by_offering, open_request_count, unfounded_count
from lms.classrooms.queries import needing_another_room
from lms.core import clock
from lms.core.guard import permit
from lms.enrolment.queries import to_approve, under_minimum, windows_soon
from lms.firms.models import RegistrationStatus
from lms.firms.queries import registration_counts
from lms.notifications.models import MessageStatus
from lms.notifications.queries import counts as message_counts
from lms.room_requests.queries import to_decide
from lms.site.views.blueprint import doors


@doors.get("/desk")
def desk() -> str:
    """Today's classes; decisions, windows, empty offerings, papers and mails that wait."""
    person = permit(can_operate)
    sheets = sheets_between(*clock.day_bounds(clock.today()), person)
    return render_template(
        "site/desk.html",
        sheets=sheets,
        heads=counts(sheets) if sheets else {},
        teachers=instructors(sheets) if sheets else {},
        to_approve=to_approve(),
        to_issue=due_by_offering(),
        unfounded=unfounded_count(),
        reissues=open_request_count(),
        failed_messages=message_counts()[MessageStatus.failed],
        unconfirmed=unconfirmed_count(),
        rooms_to_decide=to_decide(),
        firms_to_decide=registration_counts().get(RegistrationStatus.waiting, 0),
        homeless=len(needing_another_room(clock.now())),
        windows=windows_soon(),
        under_minimum=under_minimum(),
    )
