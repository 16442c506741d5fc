"""Door for everybody: the course schedule (교육일정), a month at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import render_template, url_for

from lms.catalogue import calendar, listings, queries
from lms.catalogue.models import Offering, Stage
from lms.catalogue.views.blueprint import doors
from lms.classrooms.queries import days_off_between
from lms.core import clock
from lms.core.asked import asked_day, asked_month, asked_text
from lms.core.guard import public
from lms.core.page_cache import same_for_visitors
from lms.core.rendering import page_url
from lms.core.text import gettext
from lms.enrolment import queries as enrolment

TONES = {
    Stage.upcoming: "warning",
    Stage.open: "primary",
    Stage.running: "success",
    Stage.cancelled: "danger",
}


@doors.get("/offerings")
@public
@same_for_visitors
def offerings() -> str:
    """A month: which offerings have class on which day, and what can be enrolled in."""
    day = asked_day()
    month = (day or asked_month() or clock.today()).replace(day=1)
    following = listings.next_month(month)
    track = asked_text("track", 2)
    tracks = queries.tracks()
    found = [
        offering
        for offering in listings.offerings_in_month(month)
        if track in ("", offering.course.track.code)
    ]
    return render_template(
        "catalogue/schedule.html",
        month=month,
        following=page_url(month=f"{following:%Y-%m}", day=None),
        previous=page_url(month=f"{month - timedelta(days=1):%Y-%m}", day=None),
        present=page_url(month=None, day=None),
        weeks=calendar.weeks(month, _items(month, following, found), _days_off(month)),
        weekdays=calendar.weekdays(),
        offerings=found,
        counts=enrolment.seat_counts([offering.id for offering in found]),
        day=day,
        sessions=_sessions(day, found) if day else [],
        track=track,
        tracks=[(each.code, each.name) for each in tracks],
        breadcrumbs=[(gettext("Course schedule"), None)],
    )


def _days_off(month: date) -> dict[date, str]:
    first = calendar.first_shown(month)
    return days_off_between(first, first + timedelta(days=6 * 7))


def _items(month: date, following: date, found: Sequence[Offering]) -> dict[date, list[Any]]:
    by_id = {offering.id: _item(offering) for offering in found}
    days = listings.session_days(month, following)
    return {day: [by_id[each] for each in ids if each in by_id] for day, ids in days.items()}


def _item(offering: Offering) -> dict[str, Any]:
    return {
        "title": offering.course.title,
        "href": url_for("catalogue.offering", code=offering.code),
        "tone": TONES.get(offering.stage(clock.now()), "muted"),
        "detail": offering.run_label,
    }


def _sessions(day: date, found: Sequence[Offering]) -> list[Any]:
    ids = {offering.id for offering in found}
    sessions = queries.find_sessions_between(*clock.day_bounds(day))
    return [session for session in sessions if session.offering_id in ids]
