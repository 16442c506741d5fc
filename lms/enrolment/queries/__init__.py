"""Reading enrolments, seats and the waiting line."""

from lms.enrolment.queries.clashes import Clash, clashes_of
from lms.enrolment.queries.enrolments import (
    enrolled,
    find_live,
    found,
    get_enrolment,
    get_offering_to_enrol,
    history,
    next_class,
    of_offering,
    of_user,
    other_runs,
)
from lms.enrolment.queries.exceptions import (
    extended_until,
    extensions,
    find_bar,
    interested,
    is_interested,
)
from lms.enrolment.queries.line import LINE, place_in_line, places_in_line
from lms.enrolment.queries.seats import (
    SEATS,
    PoolCount,
    SeatCount,
    is_free,
    is_held,
    pool_counts,
    rules_of,
    seat_count,
    seat_counts,
)
from lms.enrolment.queries.standing import Standing, standing
from lms.enrolment.queries.watching import Watched, to_approve, under_minimum, windows_soon

__all__ = [
    "LINE",
    "SEATS",
    "Clash",
    "PoolCount",
    "SeatCount",
    "Standing",
    "Watched",
    "clashes_of",
    "enrolled",
    "extended_until",
    "extensions",
    "find_bar",
    "find_live",
    "found",
    "get_enrolment",
    "get_offering_to_enrol",
    "history",
    "interested",
    "is_free",
    "is_held",
    "is_interested",
    "next_class",
    "of_offering",
    "of_user",
    "other_runs",
    "place_in_line",
    "places_in_line",
    "pool_counts",
    "rules_of",
    "seat_count",
    "seat_counts",
    "standing",
    "to_approve",
    "under_minimum",
    "windows_soon",
]
