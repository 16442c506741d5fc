"""Reading requests."""

from lms.room_requests.queries.counting import uses_of_firm, uses_of_person
from lms.room_requests.queries.due import due, expired_times, no_show_times
from lms.room_requests.queries.requests import (
    REQUEST_ENDS,
    counts,
    find_of_booking,
    get_request,
    no_shows,
    of_person,
    queue,
    requests_of,
    room_uses,
    times_now,
    to_decide,
)
from lms.room_requests.queries.rivals import claims, rivals_of

__all__ = [
    "REQUEST_ENDS",
    "claims",
    "counts",
    "due",
    "expired_times",
    "find_of_booking",
    "get_request",
    "no_show_times",
    "no_shows",
    "of_person",
    "queue",
    "requests_of",
    "rivals_of",
    "room_uses",
    "times_now",
    "to_decide",
    "uses_of_firm",
    "uses_of_person",
]
