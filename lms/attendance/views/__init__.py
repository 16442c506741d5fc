"""Doors of the area: the instructor's day, roll call and screen, check-in, the desk's matrix."""

from __future__ import annotations

from flask import Blueprint

doors = Blueprint("attendance", __name__)

from lms.attendance.views import (  # noqa: E402  # they hang on `doors`
    check_in,
    deciding,
    desk,
    locking,
    mine,
    papers,
    roll_call,
    screen,
    standing,
    today,
)

__all__ = [
    "check_in",
    "deciding",
    "desk",
    "doors",
    "locking",
    "mine",
    "papers",
    "roll_call",
    "screen",
    "standing",
    "today",
]
