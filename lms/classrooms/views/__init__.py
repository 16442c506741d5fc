"""Doors of the rooms: for everybody (timetable, room) and for operators (desk)."""

from lms.classrooms.views import (
    closures,
    days,
    desk,
    equipment,
    photos,
    room,
    timetable,
)
from lms.classrooms.views.blueprint import doors

__all__ = [
    "closures",
    "days",
    "desk",
    "doors",
    "equipment",
    "photos",
    "room",
    "timetable",
]
