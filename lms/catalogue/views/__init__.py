"""Doors of the catalogue: for everybody (courses, schedule, offering) and for operators (desk_*)."""

from lms.catalogue.views import courses, offering, schedule
from lms.catalogue.views.blueprint import doors

__all__ = ["courses", "doors", "offering", "schedule"]
