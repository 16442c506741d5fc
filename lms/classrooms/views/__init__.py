"""Doors of the rooms: for everybody (timetable, room) and for operators (desk)."""

from lms.classrooms.views import desk, timetable
from lms.classrooms.views.blueprint import doors

__all__ = ["desk", "doors", "timetable"]
