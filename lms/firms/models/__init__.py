"""Tables of the firms and their people."""

from lms.firms.models.firms import SEARCHED, Firm, FirmSize, FirmStatus, Region
from lms.firms.models.memberships import Membership, MembershipKind

__all__ = [
    "SEARCHED",
    "Firm",
    "FirmSize",
    "FirmStatus",
    "Membership",
    "MembershipKind",
    "Region",
]
