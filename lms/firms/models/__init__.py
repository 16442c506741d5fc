"""Tables of the firms and their people."""

from lms.firms.models.firms import SEARCHED, Firm, FirmSize, FirmStatus, Region
from lms.firms.models.invitations import Invitation, InvitationAnswer
from lms.firms.models.memberships import Membership, MembershipKind
from lms.firms.models.registrations import (
    OPEN,
    REGISTRATION_MOVES,
    Registration,
    RegistrationStatus,
    RegistrationStep,
)
from lms.firms.models.workplaces import Workplace

__all__ = [
    "OPEN",
    "REGISTRATION_MOVES",
    "SEARCHED",
    "Firm",
    "FirmSize",
    "FirmStatus",
    "Invitation",
    "InvitationAnswer",
    "Membership",
    "MembershipKind",
    "Region",
    "Registration",
    "RegistrationStatus",
    "RegistrationStep",
    "Workplace",
]
