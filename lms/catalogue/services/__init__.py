"""Writing the catalogue: courses, offerings, class sessions. Nobody else writes these tables."""

from lms.catalogue.services.checks import check_rooms
from lms.catalogue.services.courses import (
    CourseValues,
    UnitValues,
    create_course,
    list_course,
    retire_course,
    update_course,
)
from lms.catalogue.services.offerings import (
    advance_offerings,
    cancel_offering,
    create_offering,
    publish_offering,
    update_offering,
)
from lms.catalogue.services.sessions import (
    assign_instructors,
    call_off_session,
    change_topic,
    move_session,
    schedule_session,
)
from lms.catalogue.services.tracks import load_tracks

__all__ = [
    "CourseValues",
    "UnitValues",
    "advance_offerings",
    "assign_instructors",
    "call_off_session",
    "cancel_offering",
    "change_topic",
    "check_rooms",
    "create_course",
    "create_offering",
    "list_course",
    "load_tracks",
    "move_session",
    "publish_offering",
    "retire_course",
    "schedule_session",
    "update_course",
    "update_offering",
]
