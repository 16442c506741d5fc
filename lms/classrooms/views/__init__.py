"""Doors of the rooms: for everybody (timetable, room, displays) and for operators (desk)."""

from lms.classrooms.views import (
    booking_files,
    booking_moves,
    booking_new,
    bookings,
    closures,
    days,
    desk,
    door,
    equipment,
    finding,
    floors,
    occupancy,
    photos,
    room,
    timetable,
)
from lms.classrooms.views.blueprint import doors

__all__ = [
    "booking_files",
    "booking_moves",
    "booking_new",
    "bookings",
    "closures",
    "days",
    "desk",
    "door",
    "doors",
    "equipment",
    "finding",
    "floors",
    "occupancy",
    "photos",
    "room",
    "timetable",
]
