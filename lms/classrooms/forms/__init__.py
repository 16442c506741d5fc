"""Forms of the desk: rooms, what belongs to them, and bookings."""

from lms.classrooms.forms.bookings import (
    BookingDetailsForm,
    BookingFileForm,
    BookingForm,
    CancelForm,
    MoveForm,
)
from lms.classrooms.forms.closures import AcademyDayForm, ClosureForm
from lms.classrooms.forms.equipment import EquipmentForm
from lms.classrooms.forms.rooms import PhotoForm, RoomForm, form_of, hours_shown

__all__ = [
    "AcademyDayForm",
    "BookingDetailsForm",
    "BookingFileForm",
    "BookingForm",
    "CancelForm",
    "ClosureForm",
    "EquipmentForm",
    "MoveForm",
    "PhotoForm",
    "RoomForm",
    "form_of",
    "hours_shown",
]
