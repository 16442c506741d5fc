"""Forms of the desk: a room with its hours and rules, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, FormField, SelectField, TimeField
from wtforms import Form as PlainForm
from wtforms.validators import Optional, Regexp, ValidationError

from lms.classrooms.models import BookableBy, Room
from lms.classrooms.services import RoomValues
from lms.classrooms.wording import weekday
from lms.core.forms import Form, line, lines, whole
from lms.core.text import gettext, lazy_gettext

TEXTS = frozenset({"name_en", "building", "equipment", "accessibility", "description"})
DAY = 24 * 60


class HoursForm(PlainForm):
    """One weekday's hours; both empty: closed."""

    opens = TimeField(lazy_gettext("Opens"), [Optional()])
    closes = TimeField(lazy_gettext("Closes"), [Optional()])

    def validate_closes(self, field: TimeField) -> None:
        """Both or none, and in order; closing at 00:00 is the end of the day."""
        if (self.opens.data is None) != (field.data is None):
            raise ValidationError(
                gettext("Please enter both hours, or none for a day on which it is closed.")
            )
        if field.data is not None and _minutes(self.opens.data) >= _closing(field.data):
            raise ValidationError(gettext("The end must be later than the start."))

    def minutes(self) -> tuple[int, int] | None:
        """Opens and closes in minutes of the day, or None if it is closed."""
        if self.opens.data is None or self.closes.data is None:
            return None
        return _minutes(self.opens.data), _closing(self.closes.data)


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
    open_hours = FieldList(FormField(HoursForm), min_entries=7, max_entries=7)
    bookable_by = SelectField(lazy_gettext("Who may ask"))
    needs_approval = BooleanField(lazy_gettext("An operator decides on each request"))
    min_minutes = whole(lazy_gettext("At least (minutes)"), 5, DAY)
    max_minutes = whole(lazy_gettext("At most (minutes)"), 5, DAY)
    ahead_days = whole(lazy_gettext("Days ahead, at most"), 1, 730)
    ask_by_hours = whole(lazy_gettext("Ask at least so many hours before"), 0, 1440)
    cancel_by_hours = whole(lazy_gettext("Cancel at least so many hours before"), 0, 1440)
    release_after_minutes = whole(
        lazy_gettext("Free again if nobody checks in (minutes)"), 5, 240, required=False
    )
    buffer_before = whole(lazy_gettext("Minutes kept free before"), 0, 240)
    buffer_after = whole(lazy_gettext("Minutes kept free after"), 0, 240)
    equipment = lines(lazy_gettext("Equipment, one a line"), longest=2000, required=False)
    accessibility = lines(lazy_gettext("Accessibility, one a line"), longest=2000, required=False)
    description = lines(lazy_gettext("In short"), longest=1000, required=False)
    is_example = BooleanField(lazy_gettext("This is example data"))
    active = BooleanField(lazy_gettext("Bookable"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bookable_by.choices = BookableBy.options()
        for number, entry in enumerate(self.open_hours):
            day = weekday(number)
            entry.opens.label.text = gettext("%(day)s, opens", day=day)
            entry.closes.label.text = gettext("%(day)s, closes", day=day)

    def validate_max_minutes(self, field: Any) -> None:
        """The longest use is not shorter than the shortest."""
        if field.data is not None and field.data < (self.min_minutes.data or 0):
            raise ValidationError(gettext("This must not be less than the shortest time."))

    def values(self) -> RoomValues:
        """What was entered."""
        entered: dict[str, Any] = {
            name: "" if value is None and name in TEXTS else value
            for name, value in self.data.items()
            if name in RoomValues.__dataclass_fields__
        }
        hours = {number: entry.minutes() for number, entry in enumerate(self.open_hours)}
        return RoomValues(
            **{
                **entered,
                "bookable_by": BookableBy(self.bookable_by.data),
                "hours": {number: times for number, times in hours.items() if times},
            }
        )


class PhotoForm(Form):
    """A picture of a room."""

    file = FileField(
        lazy_gettext("Picture"),
        [FileRequired(message=lazy_gettext("Please choose a picture."))],
    )
    shows = line(lazy_gettext("What it shows"), longest=200)


def hours_shown(hours: Mapping[int, tuple[int, int]]) -> list[dict[str, time | None]]:
    """Opening hours as the form wants them: one entry for each weekday."""
    shown: list[dict[str, time | None]] = []
    for number in range(7):
        opens, closes = hours.get(number, (None, None))
        shown.append({"opens": _time(opens), "closes": _time(closes)})
    return shown


def form_of(room: Room) -> RoomForm:
    """The form with a room's present values."""
    hours = {row.weekday: (row.opens_at, row.closes_at) for row in room.hours}
    return RoomForm(obj=room, open_hours=hours_shown(hours))


def _minutes(hour: time | None) -> int:
    return hour.hour * 60 + hour.minute if hour else 0


def _closing(hour: time) -> int:
    return _minutes(hour) or DAY


def _time(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes // 60 % 24, minutes % 60)
