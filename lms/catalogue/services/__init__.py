"""Writing the catalogue: courses, offerings, class sessions. Nobody else writes these tables."""

from lms.catalogue.services.checks import Block, check_rooms, check_size
from lms.catalogue.services.courses import (
    CourseValues,
    UnitValues,
    create_course,
    list_course,
    retire_course,
    update_course,
)
from lms.catalogue.services.offering_values import OfferingValues
from lms.catalogue.services.offerings import (
    advance_offerings,
    cancel_offering,
    create_offering,
    publish_offering,
    update_offering,
)
from lms.catalogue.services.planning import days_with, plan_classes
from lms.catalogue.services.rules import set_academy_rule
from lms.catalogue.services.scheduling import Planned, schedule_session, schedule_sessions
from lms.catalogue.services.sessions import call_off_session, change_topic, move_session
from lms.catalogue.services.teaching import assign_instructors
from lms.catalogue.services.tracks import load_tracks

__all__ = [
    "Block",
    "CourseValues",
    "OfferingValues",
    "Planned",
    "UnitValues",
    "advance_offerings",
    "assign_instructors",
    "call_off_session",
    "cancel_offering",
    "change_topic",
    "check_rooms",
    "check_size",
    "create_course",
    "create_offering",
    "days_with",
    "list_course",
    "load_tracks",
    "move_session",
    "plan_classes",
    "publish_offering",
    "retire_course",
    "schedule_session",
    "schedule_sessions",
    "set_academy_rule",
    "update_course",
    "update_offering",
]
