"""Doors of the area: the instructor's day, the roll call, and the desk's matrix."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("attendance", __name__)

from lms.attendance.views import desk, roll_call, today  # noqa: E402  # they hang on `doors`

__all__ = ["desk", "doors", "roll_call", "today"]
