"""Doors for everybody: the catalogue and a course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, request

from lms.catalogue import listings, queries
from lms.catalogue.listings import CourseFilters, Order
from lms.catalogue.models import Course, Level, Offering, Stage, Tier, Track
from lms.catalogue.views.blueprint import doors
from lms.core import clock
from lms.core.asked import asked_choice, asked_choices, asked_month, asked_page, asked_text
from lms.core.guard import me, public
from lms.core.page_cache import same_for_visitors
from lms.core.rendering import page_url
from lms.core.text import gettext, month_name
from lms.enrolment import queries as enrolment
from lms.enrolment.free_seats import has_free_seat

MONTHS_AHEAD = 6
COMING = frozenset({Stage.upcoming, Stage.open, Stage.closed, Stage.running})


@doors.get("/courses")
@public
@same_for_visitors
def courses() -> str:
    """The catalogue: searched, filtered, sorted, a page at a time."""
    tracks = queries.tracks()
    filters = _filters(tracks)
    found = listings.course_list(filters, asked_page())
    offerings = queries.next_offerings([course.id for course in found.items], clock.now())
    counts = enrolment.seat_counts([offering.id for offering in offerings.values()])
    return render_template(
        "catalogue/courses.html",
        found=found,
        offerings=offerings,
        counts=counts,
        filters=filters,
        free=filters.has_free_seat is not None,
        tracks=[(track.code, track.name) for track in tracks],
        levels=Level.options(),
        tiers=Tier.options(),
        months=[(f"{month:%Y-%m}", month_name(month)) for month in _months()],
        orders=Order.options(),
        applied=_applied(filters, tracks),
        breadcrumbs=[(gettext("Courses"), None)],
    )


@doors.get("/courses/<code>")
@public
def course(code: str) -> str:
    """A course with its syllabus, its rule and its coming offerings."""
    course = queries.get_course(code, me())
    now = clock.now()
    offerings = queries.offerings_of(course)
    coming = [each for each in offerings if each.stage(now) in COMING]
    coming.sort(key=lambda each: each.starts_on)
    return render_template(
        "catalogue/course.html",
        course=course,
        coming=coming,
        past=[each for each in offerings if each.stage(now) is Stage.finished],
        counts=enrolment.seat_counts([each.id for each in coming]),
        places=queries.places([each.id for each in coming]),
        interested=_is_interested(course, coming),
        breadcrumbs=[(gettext("Courses"), "/courses"), (course.title, None)],
    )


def _is_interested(course: Course, coming: Sequence[Offering]) -> bool | None:
    """Has the person asked to hear of this course? None: nobody is signed in, or it has dates."""
    person = me()
    return enrolment.is_interested(course, person) if person and not coming else None


def _filters(tracks: Sequence[Track]) -> CourseFilters:
    asked = request.args
    known = {track.code for track in tracks}
    return CourseFilters(
        question=asked_text(),
        tracks=[code for code in asked.getlist("track") if code in known],
        levels=asked_choices(Level, "level"),
        tiers=asked_choices(Tier, "tier"),
        month=asked_month(),
        has_free_seat=has_free_seat() if asked.get("free") else None,
        order=asked_choice(Order, "sort") or Order.soonest,
    )


def _applied(filters: CourseFilters, tracks: Sequence[Track]) -> list[dict[str, str]]:
    """The filters in use, each with the address of the same list without it."""
    names = {track.code: track.name for track in tracks}
    several = [
        ("track", list(filters.tracks), names),
        ("level", [str(level) for level in filters.levels], dict(Level.options())),
        ("tier", [str(tier) for tier in filters.tiers], dict(Tier.options())),
    ]
    applied = [
        _tag(words[value], **{name: [other for other in values if other != value]})
        for name, values, words in several
        for value in values
    ]
    if filters.question:
        applied.insert(0, _tag(f"“{filters.question}”", q=None))
    if filters.month:
        applied.append(_tag(month_name(filters.month), month=None))
    if filters.has_free_seat is not None:
        applied.append(_tag(gettext("Only with seats left"), free=None))
    return applied


def _tag(label: str, **changes: Any) -> dict[str, str]:
    return {"label": label, "href": page_url(page=None, **changes)}


def _months() -> list[date]:
    month = clock.today().replace(day=1)
    months = [month]
    for _ in range(MONTHS_AHEAD):
        months.append(listings.next_month(months[-1]))
    return months
