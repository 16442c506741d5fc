"""Reading rooms, and who has them when."""

from lms.classrooms.queries.bookings import (
    blocking_between,
    conflicts,
    free_rooms,
    occurrences_between,
)
from lms.classrooms.queries.rooms import find_room, get_room, rooms

__all__ = [
    "blocking_between",
    "conflicts",
    "find_room",
    "free_rooms",
    "get_room",
    "occurrences_between",
    "rooms",
]
