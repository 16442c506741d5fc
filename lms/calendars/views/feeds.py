"""Door for calendar programs: a feed by its secret address. Whoever knows the address may read it."""

from __future__ import annotations

import hashlib

from flask import Response, request
from limits import parse

from lms.calendars import queries, services
from lms.calendars.entries import entries_of, feed_name
from lms.calendars.feed import calendar
from lms.calendars.views.blueprint import doors
from lms.core.errors import NotFound
from lms.core.gate import show
from lms.core.guard import public
from lms.core.limits import count
from lms.core.text import gettext, speaking

VISITS = parse("120 per hour")
"""For one address: programs ask every quarter of an hour or so, on a few devices."""
GUESSES = parse("60 per hour")
"""For one visitor: addresses that are none."""


@doors.get("/calendars/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """The feed, or nothing but “unchanged” to a program that has it already."""
    found = queries.find_feed(secret)
    if found is None:
        count(GUESSES, "calendar guess", request.remote_addr or "")
        raise NotFound(gettext("There is no such calendar; its address may have been renewed."))
    count(VISITS, "calendar", str(found.id))
    with speaking(found.user.locale if found.user else "ko"):
        body = calendar(feed_name(found), entries_of(found))
    response = Response(body, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "inline; filename=calendar.ics"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(body).hexdigest())
    if services.is_use_worth_noting(found):
        feed_id = found.id
        show(lambda: services.note_use(feed_id))
    response.make_conditional(request)
    return response
