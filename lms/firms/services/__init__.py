"""The verbs of firms and their people, and the only writers of their tables."""

from lms.firms.services.firms import register_firm, set_absence_notice, update_firm
from lms.firms.services.memberships import end_membership, join
from lms.firms.services.regions import load_regions

__all__ = [
    "end_membership",
    "join",
    "load_regions",
    "register_firm",
    "set_absence_notice",
    "update_firm",
]
