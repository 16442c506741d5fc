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
from lms.attendance.services.scanning import Device, Scanned, check_in, code_of, key

__all__ = [
    "LOCKS_BEFORE",
    "OPENS_BEFORE",
    "Device",
    "Scanned",
    "check_in",
    "code_of",
    "correct",
    "key",
    "lock",
    "locks_at",
    "mark",
    "open_roll_call",
    "opens_at",
    "stay_with_the_marks",
]
