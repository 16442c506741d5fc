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
from lms.enrolment.models.lists import LIST_MOVES, ListStatus, UploadedList
from lms.enrolment.models.seats import Seat, SeatRules

__all__ = [
    "ENROLMENT_MOVES",
    "LIST_MOVES",
    "LIVE",
    "SEATED",
    "Deadline",
    "Enrolment",
    "EnrolmentStatus",
    "Extension",
    "Interest",
    "ListStatus",
    "NoShow",
    "Party",
    "Seat",
    "SeatRules",
    "UploadedList",
]
