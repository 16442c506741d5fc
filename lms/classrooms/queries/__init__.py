"""Reading rooms, and who has them when."""

from lms.classrooms.queries.bookings import (
    conflicts,
    occurrences_between,
    pieces_taken_between,
    taken_between,
)
from lms.classrooms.queries.closures import (
    academy_days,
    closures_between,
    closures_from,
    days_off_between,
    find_academy_day,
    get_academy_day,
    get_closure,
    hit_by,
    needing_another_room,
    past_closures,
    work_days,
)
from lms.classrooms.queries.equipment import (
    equipment,
    equipment_of,
    get_equipment,
    movable_equipment,
)
from lms.classrooms.queries.listing import (
    Shown,
    Times,
    bookings,
    get_booking,
    get_booking_file,
    get_occurrence,
    times_of,
)
from lms.classrooms.queries.previews import free_instead, places, previewed
from lms.classrooms.queries.rooms import find_room, get_photo, get_room, rooms

__all__ = [
    "Shown",
    "Times",
    "academy_days",
    "bookings",
    "closures_between",
    "closures_from",
    "conflicts",
    "days_off_between",
    "equipment",
    "equipment_of",
    "find_academy_day",
    "find_room",
    "free_instead",
    "get_academy_day",
    "get_booking",
    "get_booking_file",
    "get_closure",
    "get_equipment",
    "get_occurrence",
    "get_photo",
    "get_room",
    "hit_by",
    "movable_equipment",
    "needing_another_room",
    "occurrences_between",
    "past_closures",
    "pieces_taken_between",
    "places",
    "previewed",
    "rooms",
    "taken_between",
    "times_of",
    "work_days",
]
