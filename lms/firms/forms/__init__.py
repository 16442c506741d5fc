"""Forms of the area."""

from lms.firms.forms.firms import FirmForm, MembershipForm
from lms.firms.forms.invitations import (
    AcceptAsNewForm,
    AcceptForm,
    InviteForm,
    SeveralForm,
)

__all__ = [
    "AcceptAsNewForm",
    "AcceptForm",
    "FirmForm",
    "InviteForm",
    "MembershipForm",
    "SeveralForm",
]
