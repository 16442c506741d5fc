"""The verbs of firms and their people, and the only writers of their tables."""

from lms.firms.services.firms import register_firm, set_absence_notice, update_firm
from lms.firms.services.invitation_ends import decline, lapse_due, withdraw
from lms.firms.services.inviting import invite, repeat_to, send_again, write
from lms.firms.services.memberships import end_membership, join
from lms.firms.services.regions import load_regions

__all__ = [
    "decline",
    "end_membership",
    "invite",
    "join",
    "lapse_due",
    "load_regions",
    "register_firm",
    "repeat_to",
    "send_again",
    "set_absence_notice",
    "update_firm",
    "withdraw",
    "write",
]
