"""Tables of the rooms: what they are, and who has them when."""

from lms.classrooms.models.bookings import Booking, BookingKind, Occurrence, OccurrenceStatus
from lms.classrooms.models.rooms import Room

__all__ = ["Booking", "BookingKind", "Occurrence", "OccurrenceStatus", "Room"]
