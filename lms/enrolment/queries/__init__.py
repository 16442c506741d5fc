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
)
from lms.enrolment.queries.line import LINE, place_in_line, places_in_line
from lms.enrolment.queries.seats import SEATS, SeatCount, is_free, is_held, seat_count, seat_counts
from lms.enrolment.queries.standing import Standing, standing
from lms.enrolment.queries.watching import Watched, to_approve, under_minimum, windows_soon

__all__ = [
    "LINE",
    "SEATS",
    "Clash",
    "SeatCount",
    "Standing",
    "Watched",
    "clashes_of",
    "enrolled",
    "find_live",
    "found",
    "get_enrolment",
    "get_offering_to_enrol",
    "history",
    "is_free",
    "is_held",
    "next_class",
    "of_offering",
    "of_user",
    "place_in_line",
    "places_in_line",
    "seat_count",
    "seat_counts",
    "standing",
    "to_approve",
    "under_minimum",
    "windows_soon",
]
