"""Doors of the catalogue: for everybody (courses, schedule, offering) and for operators (desk_*)."""

from lms.catalogue.views import (
    courses,
    desk_courses,
    desk_hub,
    desk_offerings,
    desk_planner,
    desk_rules,
    desk_sessions,
    offering,
    schedule,
)
from lms.catalogue.views.blueprint import doors

__all__ = [
    "courses",
    "desk_courses",
    "desk_hub",
    "desk_offerings",
    "desk_planner",
    "desk_rules",
    "desk_sessions",
    "doors",
    "offering",
    "schedule",
]
