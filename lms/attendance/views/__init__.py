"""Doors of the area: the instructor's day, roll call and screen, check-in, the desk's matrix."""

from lms.attendance.views import (
    check_in,
    correcting,
    deciding,
    desk,
    excuse_kinds,
    locking,
    mine,
    papers,
    roll_call,
    screen,
    standing,
    sums,
    today,
    typed_sheets,
    unconfirmed,
)
from lms.attendance.views.blueprint import doors

__all__ = [
    "check_in",
    "correcting",
    "deciding",
    "desk",
    "doors",
    "excuse_kinds",
    "locking",
    "mine",
    "papers",
    "roll_call",
    "screen",
    "standing",
    "sums",
    "today",
    "typed_sheets",
    "unconfirmed",
]
