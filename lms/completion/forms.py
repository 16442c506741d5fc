"""Forms of the review: results besides attendance, and a decision other than the rule's."""

from __future__ import annotations

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from lms.completion.models import Verdict
from lms.core.forms import FILL_IN, Form, lines, whole
from lms.core.text import lazy_gettext


class ResultForm(Form):
    """Score and survey of one person."""

    score = whole(lazy_gettext("Test score (0 to 100)"), 0, 100, required=False)
    surveyed = BooleanField(lazy_gettext("The survey is answered"))


class OverrideForm(Form):
    """Another verdict than the rule's."""

    verdict = RadioField(
        lazy_gettext("Verdict"), [InputRequired(message=FILL_IN)], choices=Verdict.options
    )
    reason = lines(lazy_gettext("Why it is decided otherwise"), longest=500, render_kw={"rows": 3})
