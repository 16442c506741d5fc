"""The form of a room."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField
from wtforms.validators import Regexp

from lms.classrooms.services import RoomValues
from lms.core.forms import Form, line, lines, whole
from lms.core.text import lazy_gettext


class RoomForm(Form):
    """A room."""

    code = line(
        lazy_gettext("Room number"),
        longest=20,
        validators=(
            Regexp(
                r"[A-Za-z0-9-]+\Z",
                message=lazy_gettext("Letters, digits and hyphens, such as 201."),
            ),
        ),
    )
    name = line(lazy_gettext("Name (Korean)"), longest=60)
    name_en = line(lazy_gettext("Name (English)"), longest=80, required=False)
    building = line(lazy_gettext("Building"), longest=60, required=False)
    floor = whole(lazy_gettext("Floor"), -3, 50)
    capacity = whole(lazy_gettext("Seats"), 1, 1000)
    capacity_practice = whole(lazy_gettext("Seats for practice"), 1, 1000, required=False)
    area = whole(lazy_gettext("Area (㎡)"), 1, 10000, required=False)
    buffer_before = whole(lazy_gettext("Minutes kept free before"), 0, 240)
    buffer_after = whole(lazy_gettext("Minutes kept free after"), 0, 240)
    equipment = lines(lazy_gettext("Equipment, one a line"), longest=2000, required=False)
    accessibility = lines(lazy_gettext("Accessibility, one a line"), longest=2000, required=False)
    description = lines(lazy_gettext("In short"), longest=1000, required=False)
    is_example = BooleanField(lazy_gettext("This is example data"))
    active = BooleanField(lazy_gettext("Bookable"))

    def values(self) -> RoomValues:
        """What was entered."""
        entered: dict[str, Any] = {
            name: "" if value is None and name in TEXTS else value
            for name, value in self.data.items()
            if name in RoomValues.__dataclass_fields__
        }
        return RoomValues(**entered)


TEXTS = frozenset({"name_en", "building", "equipment", "accessibility", "description"})
