"""Reading firms, memberships and regions."""

from lms.firms.queries.firms import all_firms, find_firm_by_number, firms, get_firm
from lms.firms.queries.invitations import (
    Person,
    ended_invitations,
    find_invitation,
    find_open_invitation,
    get_invitation,
    invitations_to,
    mails_due,
    open_invitations,
    people_of,
)
from lms.firms.queries.memberships import (
    find_membership,
    get_member,
    is_manager,
    managers,
    member_counts,
    members,
    memberships_ever,
    present_memberships,
)
from lms.firms.queries.regions import choosable_regions, provinces
from lms.firms.queries.registrations import (
    find_registration,
    firms_named_like,
    get_registration,
    has_open_registration,
    joiners,
    registration_counts,
    registrations,
    registrations_to_tidy,
    rivals,
)
from lms.firms.queries.workplaces import get_workplace, workplaces

__all__ = [
    "Person",
    "all_firms",
    "choosable_regions",
    "ended_invitations",
    "find_firm_by_number",
    "find_invitation",
    "find_membership",
    "find_open_invitation",
    "find_registration",
    "firms",
    "firms_named_like",
    "get_firm",
    "get_invitation",
    "get_member",
    "get_registration",
    "get_workplace",
    "has_open_registration",
    "invitations_to",
    "is_manager",
    "joiners",
    "mails_due",
    "managers",
    "member_counts",
    "members",
    "memberships_ever",
    "open_invitations",
    "people_of",
    "present_memberships",
    "provinces",
    "registration_counts",
    "registrations",
    "registrations_to_tidy",
    "rivals",
    "workplaces",
]
