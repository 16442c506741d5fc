"""Forms of the area."""

from __future__ import annotations

from lms.core.forms import Form, line, lines
from lms.core.text import lazy_gettext


class CancelForm(Form):
    """Giving up: a reason is welcome."""

    reason = lines(lazy_gettext("Reason"), longest=500, required=False)


class ReasonForm(Form):
    """The academy's decision against somebody: the person is told the reason."""

    reason = lines(
        lazy_gettext("Reason"),
        longest=500,
        description=lazy_gettext("The person reads it in the e-mail."),
    )


class AddPersonForm(Form):
    """Putting a person in at the desk."""

    email = line(
        lazy_gettext("E-mail of the account"),
        longest=254,
        render_kw={"type": "email", "inputmode": "email", "autocomplete": "off"},
    )
    reason = lines(
        lazy_gettext("Reason"),
        longest=500,
        description=lazy_gettext("For the history, e.g. asked for by telephone."),
    )


class ExportForm(Form):
    """Taking personal data out: what for is asked and kept."""

    purpose = line(
        lazy_gettext("Purpose"),
        longest=200,
        description=lazy_gettext("For example: name plates for the class of 3 December."),
    )
