"""Doors of the area: the instructor's day, roll call and screen, check-in, the desk's matrix."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("attendance", __name__)

from lms.attendance.views import check_in, desk, locking, roll_call, screen, today  # noqa: E402  # they hang on `doors`

__all__ = ["check_in", "desk", "doors", "locking", "roll_call", "screen", "today"]
