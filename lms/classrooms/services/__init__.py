"""Writing rooms, bookings and occurrences. Nobody else writes these tables."""

from lms.classrooms.services.bookings import (
    RoomTaken,
    alternatives_to,
    book,
    cancel_occurrence,
    move,
)
from lms.classrooms.services.rooms import RoomValues, create_room, update_room

__all__ = [
    "RoomTaken",
    "RoomValues",
    "alternatives_to",
    "book",
    "cancel_occurrence",
    "create_room",
    "move",
    "update_room",
]
