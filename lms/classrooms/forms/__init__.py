"""Forms of the desk: rooms and bookings."""

from lms.classrooms.forms.rooms import RoomForm

__all__ = ["RoomForm"]
