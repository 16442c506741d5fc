"""Doors of the rooms: for everybody (timetable, room, displays) and for operators (desk)."""

from lms.classrooms.views import (
    door,
    doors,
    finding,
    floors,
)
from lms.classrooms.views.blueprint import doors

__all__ = [
    "door",
    "doors",
    "finding",
    "floors",
]
