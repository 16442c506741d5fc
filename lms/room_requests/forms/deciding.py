"""Answering, deciding, giving up."""

from __future__ import annotations

from wtforms import SelectField

from lms.core.forms import Form, lines
from lms.core.text import lazy_gettext
from lms.room_requests.models import StepReason

REASONS = {
    "refuse": (
        StepReason.purpose,
        StepReason.taken,
        StepReason.academy_first,
        StepReason.closed,
        StepReason.documents,
        StepReason.rules,
        StepReason.other,
    ),
    "more": (StepReason.documents, StepReason.purpose, StepReason.other),
    "withdraw": (
        StepReason.academy_first,
        StepReason.closed,
        StepReason.rules,
        StepReason.other,
    ),
}
"""Which reasons each decision may have."""


class ApprovalForm(Form):
    """Yes: a word to the asker is welcome."""

    message = lines(
        lazy_gettext("Message to the asker"),
        longest=1000,
        required=False,
        description=lazy_gettext("For example where to get the key. It stands in the e-mail."),
    )


class DecisionForm(Form):
    """No, not yet, or no longer: why, and in which words the asker is told."""

    reason = SelectField(lazy_gettext("Reason"))
    message = lines(
        lazy_gettext("Message to the asker"),
        longest=1000,
        description=lazy_gettext(
            "The asker reads it in the e-mail and on the page of the request."
        ),
    )

    @classmethod
    def of(cls, decision: str) -> DecisionForm:
        """The form of a decision, with its reasons."""
        form = cls()
        form.reason.choices = [(one.value, one.label) for one in REASONS[decision]]
        return form


class CorrectionForm(Form):
    """Putting a no-show right."""

    message = lines(
        lazy_gettext("What is known"),
        longest=1000,
        description=lazy_gettext(
            "For the history, e.g. the room was in use but nobody checked in."
        ),
    )


class AnswerForm(Form):
    """Answering what the academy wanted to know."""

    message = lines(lazy_gettext("Your answer"), longest=1000)


class GiveUpForm(Form):
    """Giving up: a reason is welcome."""

    message = lines(lazy_gettext("Reason"), longest=500, required=False)
