"""Writing rooms, bookings and occurrences. Nobody else writes these tables."""

from lms.classrooms.services.bookings import (
    RoomTaken,
    alternatives_to,
    book,
    cancel_occurrence,
    move,
)
from lms.classrooms.services.closures import ClosureValues, close_rooms, lift_closure, planned
from lms.classrooms.services.days import set_day, unset_day
from lms.classrooms.services.equipment import EquipmentValues, create_equipment, update_equipment
from lms.classrooms.services.photos import add_photo, remove_photo
from lms.classrooms.services.rooms import RoomValues, create_room, update_room

__all__ = [
    "ClosureValues",
    "EquipmentValues",
    "RoomTaken",
    "RoomValues",
    "add_photo",
    "alternatives_to",
    "book",
    "cancel_occurrence",
    "close_rooms",
    "create_equipment",
    "create_room",
    "lift_closure",
    "move",
    "planned",
    "remove_photo",
    "set_day",
    "unset_day",
    "update_equipment",
    "update_room",
]
