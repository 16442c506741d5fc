"""Tables of the area."""

from lms.enrolment.models.enrolments import (
    ENROLMENT_MOVES,
    LIVE,
    SEATED,
    Enrolment,
    EnrolmentStatus,
    Party,
)
from lms.enrolment.models.exceptions import Deadline, Extension, Interest, NoShow
from lms.enrolment.models.seats import Seat, SeatRules

__all__ = [
    "ENROLMENT_MOVES",
    "LIVE",
    "SEATED",
    "Deadline",
    "Enrolment",
    "EnrolmentStatus",
    "Extension",
    "Interest",
    "NoShow",
    "Party",
    "Seat",
    "SeatRules",
]
