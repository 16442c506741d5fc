"""Tables of the catalogue: what can be taught, and what is taught when."""

from lms.catalogue.models.courses import (
    AcademyRule,
    Course,
    CourseStatus,
    Level,
    SyllabusUnit,
    Tier,
    Track,
    prerequisites,
)
from lms.catalogue.models.offerings import (
    OFFERING_MOVES,
    CheckIn,
    ClassSession,
    Offering,
    OfferingStatus,
    Selection,
    Stage,
    TeachingAssignment,
    TeachingRole,
)

__all__ = [
    "OFFERING_MOVES",
    "AcademyRule",
    "CheckIn",
    "ClassSession",
    "Course",
    "CourseStatus",
    "Level",
    "Offering",
    "OfferingStatus",
    "Selection",
    "Stage",
    "SyllabusUnit",
    "TeachingAssignment",
    "TeachingRole",
    "Tier",
    "Track",
    "prerequisites",
]
