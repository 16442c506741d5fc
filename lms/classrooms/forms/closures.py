"""Forms of the desk: closures, and the academy's own days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from lms.classrooms.models import ClosureKind, Room
from lms.classrooms.services import ClosureValues
from lms.core.forms import FILL_IN, Form, line
from lms.core.moment_field import MomentField, day_field
from lms.core.text import gettext, lazy_gettext

EVERYTHING = "all"
OFF, WORKED = "off", "worked"


class ClosureForm(Form):
    """A closure. `seen` holds what the person was shown that it hits, as it was then."""

    place = SelectField(lazy_gettext("What is closed"))
    kind = SelectField(lazy_gettext("Kind"))
    starts_at = MomentField(lazy_gettext("From"))
    ends_at = MomentField(lazy_gettext("Until"))
    reason = line(lazy_gettext("Reason"), longest=200)
    seen = HiddenField()

    def __init__(self, rooms: Sequence[Room], **values: Any) -> None:
        super().__init__(**values)
        floors = sorted({room.floor for room in rooms})
        self.place.choices = [
            *((f"room-{room.id}", room.shown_name) for room in rooms),
            *((f"floor-{n}", gettext("All rooms on floor %(floor)s", floor=n)) for n in floors),
            (EVERYTHING, gettext("The whole academy")),
        ]
        self.kind.choices = ClosureKind.options()

    def validate_ends_at(self, field: Any) -> None:
        """The end comes after the start."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(gettext("The end must be later than the start."))

    def values(self) -> ClosureValues:
        """What was entered."""
        data: dict[str, Any] = self.data
        what, _, number = data["place"].partition("-")
        return ClosureValues(
            room_id=int(number) if what == "room" else None,
            floor=int(number) if what == "floor" else None,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            reason=data["reason"],
            kind=ClosureKind(data["kind"]),
        )


class AcademyDayForm(Form):
    """A day of the academy's own. `seen` as for a closure."""

    day = day_field(lazy_gettext("Day"))
    name = line(lazy_gettext("Name"), longest=60)
    kind = RadioField(
        lazy_gettext("What is it?"),
        [InputRequired(message=FILL_IN)],
        choices=[
            (OFF, lazy_gettext("A day off: rooms are closed, classes are not proposed")),
            (WORKED, lazy_gettext("A working day although it is a weekend or a holiday")),
        ],
        default=OFF,
    )
    seen = HiddenField()
