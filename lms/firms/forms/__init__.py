"""Forms of the area."""

from lms.firms.forms.firms import FirmForm, MembershipForm, OwnFirmForm, WorkplaceForm
from lms.firms.forms.invitations import (
    AcceptAsNewForm,
    AcceptForm,
    InviteForm,
    SeveralForm,
)
from lms.firms.forms.memberships import ColleagueForm, EndForm, LeaveForm
from lms.firms.forms.registrations import (
    AcceptJoinerForm,
    AnswerFirmForm,
    AnswerForm,
    ApproveForm,
    JoinForm,
    MessageForm,
    NumberForm,
    RegistrationForm,
)

__all__ = [
    "AcceptAsNewForm",
    "AcceptForm",
    "AcceptJoinerForm",
    "AnswerFirmForm",
    "AnswerForm",
    "ApproveForm",
    "ColleagueForm",
    "EndForm",
    "FirmForm",
    "InviteForm",
    "JoinForm",
    "LeaveForm",
    "MembershipForm",
    "MessageForm",
    "NumberForm",
    "OwnFirmForm",
    "RegistrationForm",
    "SeveralForm",
    "WorkplaceForm",
]
