"""Times and limits in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from lms.classrooms.wording import hours_and_minutes
from lms.core import clock
from lms.core.text import N_, gettext, hour, month_name, short_day
from lms.room_requests.limits import Measure, Overrun


class Timed(Protocol):
    """Anything with a start and an end."""

    starts_at: datetime
    ends_at: datetime


def time_in_words(starts_at: datetime, ends_at: datetime) -> str:
    """12월 3일 (목) 10:00–12:00."""
    return f"{short_day(clock.to_seoul(starts_at).date())} {hour(starts_at)}–{hour(ends_at)}"


def times_in_words(times: Iterable[Timed]) -> list[str]:
    """The same for several."""
    return [time_in_words(one.starts_at, one.ends_at) for one in times]


def overrun_in_words(overrun: Overrun, *, of_firm: bool) -> str:
    """Which limit, how much of it is used, and what is left."""
    month = month_name(overrun.month)
    if overrun.measure is Measure.times:
        limit, left = str(overrun.limit), str(overrun.left)
    else:
        limit, left = hours_and_minutes(overrun.limit), hours_and_minutes(overrun.left)
    sentence = gettext(_LIMITS[overrun.measure, of_firm], limit=limit, month=month, left=left)
    way_out = gettext("Please ask for less, for another month, or call the academy.")
    return f"{sentence} {way_out}"


_LIMITS = {
    (Measure.times, False): N_(
        "One may ask for rooms %(limit)s times a month; in %(month)s %(left)s are left."
    ),
    (Measure.times, True): N_(
        "A firm may ask for rooms %(limit)s times a month; in %(month)s %(left)s are left."
    ),
    (Measure.hours, False): N_(
        "One may ask for rooms for %(limit)s a month; in %(month)s %(left)s are left."
    ),
    (Measure.hours, True): N_(
        "A firm may ask for rooms for %(limit)s a month; in %(month)s %(left)s are left."
    ),
}
"""By measure, and whether it is a firm's limit."""
