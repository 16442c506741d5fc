"""One's own calendar addresses."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from lms.calendars import policy, queries, services
from lms.calendars.models import FeedKind
from lms.calendars.views import addresses
from lms.calendars.views.blueprint import doors
from lms.core.errors import NotFound
from lms.core.guard import permit
from lms.core.text import gettext


@doors.get("/my/calendar")
def my_calendar() -> str:
    """Which addresses there are, and when a program used them last."""
    person = permit(policy.can_subscribe)
    feeds = queries.feeds_of_person(person)
    kinds = [kind for kind in FeedKind if policy.can_subscribe(person, kind)]
    return render_template(
        "calendars/mine.html",
        feeds=[(kind, feeds.get(kind), addresses.take(kind.value)) for kind in kinds],
        breadcrumbs=[
            (gettext("My classroom"), "/my"),
            (gettext("Calendar subscription"), None),
        ],
    )


@doors.post("/my/calendar/<feed>")
def open_my_feed(feed: str) -> Any:
    """Get an address, or another one in place of the old."""
    kind = _kind(feed)
    person = permit(policy.can_subscribe, kind)
    addresses.keep(services.open_feed(actor=person, kind=kind), kind.value)
    return redirect(url_for("calendars.my_calendar"), 303)


@doors.post("/my/calendar/<feed>/stop")
def close_my_feed(feed: str) -> Any:
    """Stop an address."""
    kind = _kind(feed)
    person = permit(policy.can_subscribe)
    found = queries.feeds_of_person(person).get(kind)
    if found is not None:
        services.close_feed(actor=person, feed=found)
    flash(gettext("The address no longer works."), "success")
    return redirect(url_for("calendars.my_calendar"), 303)


def _kind(text: str) -> FeedKind:
    if text not in set(FeedKind):
        raise NotFound
    return FeedKind(text)
