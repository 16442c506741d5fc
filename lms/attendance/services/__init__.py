"""The verbs of attendance, and its only writers. Events are added; records follow from them."""

from lms.attendance.services.corrections import correct
from lms.attendance.services.roll_calls import (
    LOCKS_BEFORE,
    OPENS_BEFORE,
    lock,
    locks_at,
    mark,
    open_roll_call,
    opens_at,
    stay_with_the_marks,
)

__all__ = [
    "LOCKS_BEFORE",
    "OPENS_BEFORE",
    "correct",
    "lock",
    "locks_at",
    "mark",
    "open_roll_call",
    "opens_at",
    "stay_with_the_marks",
]
