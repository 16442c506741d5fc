"""The desk: one offering with everything that belongs to it."""

from __future__ import annotations

from typing import Any

from flask import render_template

from lms.accounts.queries import names_of
from lms.audit.queries import history
from lms.audit.wording import title
from lms.catalogue import policy, queries
from lms.catalogue.gaps import gaps
from lms.catalogue.models import Offering
from lms.catalogue.views.blueprint import doors
from lms.catalogue.views.desk_offerings import crumbs
from lms.catalogue.wording import ACTIONS
from lms.core import clock
from lms.core.guard import permit
from lms.core.text import gettext, moment
from lms.enrolment import queries as enrolment


@doors.get("/desk/offerings/<code>")
def desk_offering(code: str) -> str:
    """Where the offering stands, what it lacks, its timetable, and the ways to its people."""
    person = permit(policy.can_plan)
    offering = queries.get_offering(code, person)
    seats = enrolment.seat_count(offering)
    now = clock.now()
    missing = [] if offering.is_over else gaps(offering, seats.total, now)
    return render_template(
        "catalogue/desk_offering.html",
        offering=offering,
        course=offering.course,
        stage=offering.stage(now),
        seats=seats,
        gaps=missing,
        can_publish=not any(gap.blocks for gap in missing),
        history=_history(offering),
        breadcrumbs=crumbs((offering.code, None)),
    )


def _history(offering: Offering) -> list[dict[str, Any]]:
    entries = history("offerings", offering.id)[::-1][:20]
    names = names_of(entry.actor_id for entry in entries)
    told = []
    for entry in entries:
        label, tone = ACTIONS.get(entry.action, ("", "neutral"))
        what = gettext(label) if label else title(entry.action)
        who = names.get(entry.actor_id) if entry.actor_id else gettext("the system")
        told.append(
            {
                "time": moment(entry.at),
                "title": f"{what} · {who or ''}",
                "detail": entry.reason,
                "tone": tone,
            }
        )
    return told
