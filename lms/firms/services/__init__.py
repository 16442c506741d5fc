"""The verbs of firms and their people, and the only writers of their tables."""

from lms.firms.services.accepting import CONSENT, accept, accept_as_new
from lms.firms.services.firms import register_firm, set_absence_notice, update_firm
from lms.firms.services.forgetting import erase_ended
from lms.firms.services.invitation_ends import decline, lapse_due, withdraw
from lms.firms.services.inviting import invite, repeat_to, send_again, write
from lms.firms.services.memberships import (
    change_kind,
    change_membership,
    end_membership,
    join,
)
from lms.firms.services.regions import load_regions
from lms.firms.services.workplaces import (
    WorkplaceValues,
    close_workplace,
    open_workplace,
    update_workplace,
)

__all__ = [
    "CONSENT",
    "WorkplaceValues",
    "accept",
    "accept_as_new",
    "change_kind",
    "change_membership",
    "close_workplace",
    "decline",
    "end_membership",
    "erase_ended",
    "invite",
    "join",
    "lapse_due",
    "load_regions",
    "open_workplace",
    "register_firm",
    "repeat_to",
    "send_again",
    "set_absence_notice",
    "update_firm",
    "update_workplace",
    "withdraw",
    "write",
]
