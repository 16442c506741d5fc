"""Reading firms, memberships and regions."""

from lms.firms.queries.firms import all_firms, find_firm_by_number, firms, get_firm
from lms.firms.queries.memberships import (
    find_membership,
    is_manager,
    member_counts,
    members,
    memberships_ever,
    present_memberships,
)
from lms.firms.queries.regions import choosable_regions, provinces

__all__ = [
    "all_firms",
    "choosable_regions",
    "find_firm_by_number",
    "find_membership",
    "firms",
    "get_firm",
    "is_manager",
    "member_counts",
    "members",
    "memberships_ever",
    "present_memberships",
    "provinces",
]
