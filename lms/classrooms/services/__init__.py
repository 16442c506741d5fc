"""Writing rooms, bookings and occurrences. Nobody else writes these tables."""

from lms.classrooms.services.bookings import (
    BookingDetails,
    book,
    book_series,
    confirm,
    update_booking,
)
from lms.classrooms.services.cancelling import (
    cancel_following,
    cancel_occurrence,
    cancel_occurrences,
    release,
)
from lms.classrooms.services.closures import ClosureValues, close_rooms, lift_closure, planned
from lms.classrooms.services.days import set_day, unset_day
from lms.classrooms.services.equipment import EquipmentValues, create_equipment, update_equipment
from lms.classrooms.services.files import attach_file, detach_file
from lms.classrooms.services.moving import following, following_placements, move, move_following
from lms.classrooms.services.photos import add_photo, remove_photo
from lms.classrooms.services.refusals import (
    EquipmentTaken,
    PushesOut,
    RoomTaken,
    alternatives_to,
)
from lms.classrooms.services.rooms import RoomValues, create_room, update_room

__all__ = [
    "BookingDetails",
    "ClosureValues",
    "EquipmentTaken",
    "EquipmentValues",
    "PushesOut",
    "RoomTaken",
    "RoomValues",
    "add_photo",
    "alternatives_to",
    "attach_file",
    "book",
    "book_series",
    "cancel_following",
    "cancel_occurrence",
    "cancel_occurrences",
    "close_rooms",
    "confirm",
    "create_equipment",
    "create_room",
    "detach_file",
    "following",
    "following_placements",
    "lift_closure",
    "move",
    "move_following",
    "planned",
    "release",
    "remove_photo",
    "set_day",
    "unset_day",
    "update_booking",
    "update_equipment",
    "update_room",
]
