"""Tables of the rooms: what they are, and who has them when."""

from lms.classrooms.models.bookings import (
    LONGEST,
    Booking,
    BookingFile,
    BookingKind,
    EquipmentUse,
    Occurrence,
    OccurrenceStatus,
)
from lms.classrooms.models.closures import AcademyDay, Closure, ClosureKind
from lms.classrooms.models.equipment import Equipment
from lms.classrooms.models.rooms import BookableBy, Layout, Room, RoomHours, RoomPhoto

__all__ = [
    "LONGEST",
    "AcademyDay",
    "BookableBy",
    "Booking",
    "BookingFile",
    "BookingKind",
    "Closure",
    "ClosureKind",
    "Equipment",
    "EquipmentUse",
    "Layout",
    "Occurrence",
    "OccurrenceStatus",
    "Room",
    "RoomHours",
    "RoomPhoto",
]
