"""The verbs of firms and their people, and the only writers of their tables."""

from lms.firms.services.accepting import CONSENT, accept, accept_as_new
from lms.firms.services.deciding import approve, ask_for_more, refuse
from lms.firms.services.firms import (
    FirmFacts,
    register_firm,
    set_absence_notice,
    update_firm,
)
from lms.firms.services.forgetting import KEPT, erase_ended
from lms.firms.services.invitation_ends import decline, lapse_due, withdraw
from lms.firms.services.inviting import invite, repeat_to, send_again, write
from lms.firms.services.inviting_many import Invitee, invite_all
from lms.firms.services.keeping import KEPT as REGISTRATIONS_KEPT
from lms.firms.services.keeping import tidy_registrations
from lms.firms.services.memberships import (
    change_kind,
    change_membership,
    end_membership,
    join,
)
from lms.firms.services.papers import papers
from lms.firms.services.regions import load_regions
from lms.firms.services.registering import (
    JOIN_CONSENT,
    answer,
    ask_registration,
    ask_to_join,
    withdraw_registration,
)
from lms.firms.services.registration_steps import turn_late_registrations
from lms.firms.services.workplaces import (
    WorkplaceValues,
    close_workplace,
    open_workplace,
    update_workplace,
)

__all__ = [
    "CONSENT",
    "JOIN_CONSENT",
    "KEPT",
    "REGISTRATIONS_KEPT",
    "FirmFacts",
    "Invitee",
    "WorkplaceValues",
    "accept",
    "accept_as_new",
    "answer",
    "approve",
    "ask_for_more",
    "ask_registration",
    "ask_to_join",
    "change_kind",
    "change_membership",
    "close_workplace",
    "decline",
    "end_membership",
    "erase_ended",
    "invite",
    "invite_all",
    "join",
    "lapse_due",
    "load_regions",
    "open_workplace",
    "papers",
    "refuse",
    "register_firm",
    "repeat_to",
    "send_again",
    "set_absence_notice",
    "tidy_registrations",
    "turn_late_registrations",
    "update_firm",
    "update_workplace",
    "withdraw",
    "withdraw_registration",
    "write",
]
