"""The form in which a room is asked for: that of a booking, without what is the desk's alone."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, Optional, ValidationError

from lms.accounts.names import phone_digits
from lms.classrooms.forms import BookingForm
from lms.classrooms.models import Layout
from lms.classrooms.services import BookingDetails
from lms.core.forms import line, lines, whole
from lms.core.text import gettext, lazy_gettext


def _agreed(label: Any, need: Any) -> BooleanField:
    return BooleanField(label, [DataRequired(message=need)])


class AskForm(BookingForm):
    """A request for a room: once, or as often as its rule says."""

    # None is how WTForms leaves a field out.
    room = None  # type: ignore[assignment]  # none here
    note = None  # type: ignore[assignment]  # none here
    push_out = None  # type: ignore[assignment]  # none here
    title = line(
        lazy_gettext("Title"),
        longest=120,
        description=lazy_gettext("Such as: quality circle, safety training for new staff."),
    )
    purpose = lines(
        lazy_gettext("What the room is for"),
        longest=500,
        description=lazy_gettext("What you do there, and with whom."),
    )
    people = whole(lazy_gettext("Expected number of people"), 1, 1000)
    firm = SelectField(lazy_gettext("For whom"), [Optional()])
    on_behalf_of = line(lazy_gettext("Name of the group or body"), longest=120, required=False)
    phone = line(
        lazy_gettext("Telephone on the day"),
        longest=20,
        render_kw={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )
    rules = _agreed(
        lazy_gettext("I have read the use rules and keep them."),
        lazy_gettext("The room can only be lent to those who agree to the use rules."),
    )
    privacy = _agreed(
        lazy_gettext("I agree to the collection and use of my personal data."),
        lazy_gettext("The request can't be handled without your consent."),
    )

    def validate_phone(self, field: Any) -> None:
        """A Korean number; kept as digits."""
        digits = phone_digits(field.data or "")
        if digits is None:
            raise ValidationError(gettext("Please enter a telephone number such as 010-1234-5678."))
        field.data = digits

    def details(self) -> BookingDetails:
        """What was entered."""
        data: dict[str, Any] = self.data
        return BookingDetails(
            title=data["title"],
            purpose=data["purpose"],
            people=data["people"],
            layout=Layout(data["layout"]),
            firm_id=int(data["firm"]) if data["firm"] else None,
            on_behalf_of=data["on_behalf_of"] or "",
        )
