"""Forms of the area."""

from lms.room_requests.forms.asking import AskForm
from lms.room_requests.forms.deciding import (
    AnswerForm,
    ApprovalForm,
    CorrectionForm,
    DecisionForm,
    GiveUpForm,
)

__all__ = [
    "AnswerForm",
    "ApprovalForm",
    "AskForm",
    "CorrectionForm",
    "DecisionForm",
    "GiveUpForm",
]
