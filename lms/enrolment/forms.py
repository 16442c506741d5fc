"""Forms of the area."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Optional

from lms.core.forms import FILL_IN, Form, line, lines, whole
from lms.core.moment_field import MomentField
from lms.core.text import gettext, lazy_gettext
from lms.enrolment.models import Deadline
from lms.enrolment.services import GivingRules
from lms.firms.groups import Group


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
    extra_seat = BooleanField(
        lazy_gettext("If no seat is free, add one over the limit for this person")
    )


class ExportForm(Form):
    """Taking personal data out: what for is asked and kept."""

    purpose = line(
        lazy_gettext("Purpose"),
        longest=200,
        description=lazy_gettext("For example: name plates for the class of 3 December."),
    )


class TransferForm(Form):
    """To which other run of the course."""

    target = RadioField(lazy_gettext("To which run"), [InputRequired(message=FILL_IN)], choices=[])


class SeatsForm(Form):
    """For whom an offering's seats are kept, and how they are given."""

    POOLS = (*(group.value for group in Group), "common")

    jeonbuk_built = whole(Group.jeonbuk_built.msgid, 0, 500)
    jeonbuk_interested = whole(Group.jeonbuk_interested.msgid, 0, 500)
    chungcheong = whole(Group.chungcheong.msgid, 0, 500)
    other = whole(Group.other.msgid, 0, 500)
    common = whole(lazy_gettext("For everybody"), 0, 500)
    common_at = MomentField(
        lazy_gettext("Kept seats become common"),
        required=False,
        description=lazy_gettext("Empty: they stay kept. Applicants see this moment."),
    )
    open_to = SelectMultipleField(
        lazy_gettext("Who may enrol"),
        description=lazy_gettext("Nothing ticked: everybody."),
    )
    offer_hours = whole(lazy_gettext("Hours in which an offered seat must be accepted"), 0, 336)
    hold_limit = whole(lazy_gettext("Seats one firm may reserve without names"), 0, 100)
    change_until = MomentField(
        lazy_gettext("Runs and people can be changed until"),
        required=False,
        description=lazy_gettext("Empty: until the first class."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in Group:
            self[group.value].label.text = group.label
        self.open_to.choices = Group.options()

    def pools(self) -> dict[Group | None, int]:
        """Seats by the group they are kept for; None: common."""
        found: dict[Group | None, int] = {group: self[group.value].data for group in Group}
        found[None] = int(self.common.data or 0)
        return found

    def rules(self) -> GivingRules:
        """How the seats are given."""
        return GivingRules(
            common_at=self.common_at.data,
            open_to=tuple(Group(value) for value in self.open_to.data or []),
            offer_hours=int(self.offer_hours.data or 0),
            hold_limit=int(self.hold_limit.data or 0),
            change_until=self.change_until.data,
        )


class ExtraSeatForm(Form):
    """One seat over the limit."""

    reason = lines(lazy_gettext("Reason"), longest=500)


class ExtensionForm(Form):
    """Putting a deadline off for one person."""

    email = line(
        lazy_gettext("E-mail of the account"),
        longest=254,
        render_kw={"type": "email", "inputmode": "email", "autocomplete": "off"},
    )
    deadline = SelectField(lazy_gettext("Which deadline"), choices=Deadline.options)
    until = MomentField(lazy_gettext("Put off until"))
    reason = lines(lazy_gettext("Reason"), longest=500)


class HoldForm(Form):
    """Reserving seats for a firm without names."""

    count = whole(lazy_gettext("How many seats"), 1, 100)
    until = MomentField(lazy_gettext("Names follow until"))


class NameForm(Form):
    """Giving a reserved seat to one of the firm's people."""

    person = SelectField(lazy_gettext("Who comes"), [InputRequired(message=FILL_IN)])


class SubstituteForm(NameForm):
    """A colleague instead of somebody, at the desk."""

    reason = lines(
        lazy_gettext("Reason"),
        longest=500,
        description=lazy_gettext("For the history, e.g. asked for by telephone."),
    )


class TogetherForm(Form):
    """Asking for several people of the firm in one step."""

    people = SelectMultipleField(lazy_gettext("Who comes"), [InputRequired(message=FILL_IN)])
    rule = RadioField(lazy_gettext("If there are too few seats"), [InputRequired(message=FILL_IN)])


class BulkForm(Form):
    """One decision about several people of an offering."""

    chosen = SelectMultipleField(lazy_gettext("People"), coerce=int)
    verb = SelectField(lazy_gettext("What to do"), [InputRequired(message=FILL_IN)])
    target = SelectField(lazy_gettext("To which run"), [Optional()])
    text = lines(lazy_gettext("Reason or message"), longest=1000, required=False)


TOGETHER = "together"


class ListForm(Form):
    """A list of people, as a file."""

    file = FileField(
        lazy_gettext("File with the list"),
        [FileRequired(message=lazy_gettext("Please choose a file."))],
    )
    rule = RadioField(lazy_gettext("If there are too few seats"), [InputRequired(message=FILL_IN)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule.choices = rule_choices()

    @property
    def together(self) -> bool:
        """All of them get a seat, or all wait."""
        return bool(self.rule.data == TOGETHER)


class DeskListForm(ListForm):
    """The same at the desk, where the firm is chosen."""

    firm = SelectField(lazy_gettext("Firm"), [InputRequired(message=FILL_IN)])


class AgainForm(Form):
    """The same people as in an earlier offering."""

    earlier = SelectField(lazy_gettext("Earlier course"), [InputRequired(message=FILL_IN)])


def rule_choices() -> list[tuple[str, str]]:
    """What is done when there are fewer seats than people."""
    return [
        ("as_many_as_fit", gettext("As many as fit get a seat, the others wait")),
        (TOGETHER, gettext("All together or nobody: all wait until there is a seat for each")),
    ]
