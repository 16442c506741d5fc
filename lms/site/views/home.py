"""The first page."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, url_for

from lms.catalogue import calendar, listings
from lms.catalogue import queries as catalogue
from lms.classrooms.queries import days_off_between
from lms.core import clock
from lms.core.guard import public
from lms.core.page_cache import same_for_visitors
from lms.enrolment import queries as enrolment
from lms.notices.cards import card
from lms.notices.queries import latest
from lms.site.views.blueprint import doors

OFFERINGS, TRACKS, NOTICES = 6, 5, 5


@doors.get("/")
@public
@same_for_visitors
def home() -> str:
    """What can be enrolled in, what is on in the next two weeks, what is new."""
    offerings = catalogue.coming_offerings(OFFERINGS)
    ids = [offering.id for offering in offerings]
    today = clock.today()
    last = today + timedelta(days=calendar.STRIP_DAYS)
    days = listings.session_days(today, last)
    return render_template(
        "site/home.html",
        offerings=offerings,
        counts=enrolment.seat_counts(ids),
        places=catalogue.places(ids),
        days=calendar.strip(today, days, days_off_between(today, last)),
        fields=[
            (track.name, url_for("catalogue.courses", track=track.code))
            for track in catalogue.tracks()[:TRACKS]
        ],
        notices=[card(notice) for notice in latest(NOTICES)],
    )
