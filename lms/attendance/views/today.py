"""The instructor's day."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import render_template

from lms.attendance import policy, queries
from lms.attendance.queries import Sheet
from lms.attendance.services import opens_at
from lms.attendance.views.blueprint import doors
from lms.core import clock
from lms.core.asked import asked_day
from lms.core.guard import permit

NEXT, BEHIND = 5, 5
"""How many coming classes, and how many open sheets of the past, the page names."""


@doors.get("/teach")
def today() -> str:
    """Classes of one day (?day=2026-11-22), open sheets of the past, and the next classes."""
    person = permit(policy.can_take)
    day = asked_day() or clock.today()
    start, end = clock.day_bounds(day)
    sheets = queries.sheets_between(start, end, person)
    behind = queries.open_sheets_before(min(start, clock.now()), person, BEHIND)
    coming = queries.next_sheets(end, person, NEXT)
    return render_template(
        "attendance/today.html",
        day=day,
        previous=day - timedelta(days=1),
        following=day + timedelta(days=1),
        sheets=[(sheet, state_of_sheet(sheet, clock.now())) for sheet in sheets],
        behind=behind,
        coming=coming,
        counts=queries.counts(sheets),
        instructors=queries.instructors(sheets),
        everybodys=person.is_operator,
    )


def state_of_sheet(sheet: Sheet, now: datetime) -> str:
    """How a sheet stands: locked, coming (not open yet), open, on (class is on) or over."""
    if sheet.locked:
        return "locked"
    if now < opens_at(sheet.session):
        return "coming"
    if now < sheet.session.starts_at:
        return "open"
    return "on" if now < sheet.session.ends_at else "over"
