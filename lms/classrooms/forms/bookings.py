"""Forms of the desk: bookings, how they repeat, and moving them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from lms.classrooms.models import Layout
from lms.classrooms.preview import Moments
from lms.classrooms.recurrence import MOST, WIDEST, Freq, Recurrence
from lms.classrooms.services import BookingDetails
from lms.core import clock
from lms.core.forms import Form, line, lines, whole
from lms.core.moment_field import YEARS, MomentField, day_field
from lms.core.text import gettext, lazy_gettext, weekday_name

ONCE = "once"
UNTIL, COUNT = "until", "count"
THIS, FOLLOWING = "this", "following"
AN_HOUR = lazy_gettext("Please enter an hour.")
A_MONDAY = date(2026, 11, 23)


class BookingDetailsForm(Form):
    """What a booking says about itself."""

    title = line(lazy_gettext("Title"), longest=200)
    purpose = lines(lazy_gettext("Purpose"), longest=500, required=False)
    people = whole(lazy_gettext("Expected number of people"), 1, 1000, required=False)
    layout = SelectField(lazy_gettext("Layout"), choices=Layout.options)
    firm = SelectField(lazy_gettext("For a firm"), [Optional()])
    on_behalf_of = line(lazy_gettext("For somebody else"), longest=120, required=False)
    note = lines(lazy_gettext("Note for the operators"), longest=2000, required=False)

    def details(self) -> BookingDetails:
        """What was entered."""
        data: dict[str, Any] = self.data
        return BookingDetails(
            title=data["title"],
            purpose=data["purpose"] or "",
            people=data["people"],
            layout=Layout(data["layout"]),
            note=data["note"] or "",
            firm_id=int(data["firm"]) if data["firm"] else None,
            on_behalf_of=data["on_behalf_of"] or "",
        )


class BookingForm(BookingDetailsForm):
    """A new booking: once, or as often as its rule says."""

    room = SelectField(lazy_gettext("Room"))
    day = day_field(lazy_gettext("Day"))
    starts = TimeField(lazy_gettext("Starts"), [InputRequired(message=AN_HOUR)])
    ends = TimeField(lazy_gettext("Ends"), [InputRequired(message=AN_HOUR)])
    repeat = RadioField(lazy_gettext("Repeats"), default=ONCE)
    interval = whole(lazy_gettext("Every how many days or weeks"), 1, WIDEST, required=False)
    weekdays = SelectMultipleField(lazy_gettext("On these weekdays"))
    ends_by = RadioField(
        lazy_gettext("Repeats until"),
        choices=[(UNTIL, lazy_gettext("A last day")), (COUNT, lazy_gettext("A number of times"))],
        default=UNTIL,
    )
    until = DateField(lazy_gettext("Last day"), [Optional()])
    count = whole(lazy_gettext("Number of times"), 1, MOST, required=False)
    skip_days_off = BooleanField(lazy_gettext("Leave out holidays and days off"), default=True)
    equipment = SelectMultipleField(lazy_gettext("Equipment that goes along"))
    push_out = BooleanField(lazy_gettext("Take the room although it was requested"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.repeat.choices = [(ONCE, gettext("Once only")), *Freq.options()]
        self.weekdays.choices = [
            (str(n), weekday_name(A_MONDAY.replace(day=A_MONDAY.day + n))) for n in range(7)
        ]

    def validate_ends(self, field: TimeField) -> None:
        """The end comes after the start."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(gettext("The end must be later than the start."))

    def validate(self, extra_validators: Any = None) -> bool:
        """What repeats says until when; the fields themselves may be empty."""
        sound: bool = super().validate(extra_validators)
        wrong = self._end_missing() if self.repeats else None
        if wrong is None:
            return sound
        field, sentence = wrong
        field.errors = [*field.errors, sentence]
        return False

    def _end_missing(self) -> tuple[Any, str] | None:
        if self.ends_by.data == COUNT:
            missing = self.count.data is None and not self.count.errors
            return (self.count, gettext("Please enter how many times.")) if missing else None
        last: date | None = self.until.data
        if last is None or last.year not in YEARS:
            return self.until, gettext("Please enter the last day.")
        if self.day.data and last < self.day.data:
            return self.until, gettext("The last day must not come before the first day.")
        return None

    @property
    def repeats(self) -> bool:
        """More than once?"""
        return self.repeat.data in (Freq.daily, Freq.weekly)

    @property
    def first_day(self) -> date:
        """The day that was entered, once the form is valid."""
        day: date = self.data["day"]
        return day

    def recurrence(self) -> Recurrence | None:
        """The rule that was entered; None if it is once only."""
        if not self.repeats:
            return None
        weekly = self.repeat.data == Freq.weekly
        by_count = self.ends_by.data == COUNT
        return Recurrence(
            freq=Freq(self.repeat.data),
            interval=self.interval.data or 1,
            weekdays=tuple(int(n) for n in self.weekdays.data or ()) if weekly else (),
            until=None if by_count else self.until.data,
            count=self.count.data if by_count else None,
        )

    def moments(self, day: date) -> Moments:
        """Start and end on a day, aware."""
        starts, ends = self.starts.data or time(), self.ends.data or time()
        return clock.at(day, starts), clock.at(day, ends)

    def equipment_ids(self) -> list[int]:
        """Ids of the pieces that go along."""
        return [int(each) for each in self.equipment.data or ()]


class ScopeForm(Form):
    """This time only, or this and all that follow."""

    scope = RadioField(
        lazy_gettext("Which times"),
        choices=[
            (THIS, lazy_gettext("Only this one")),
            (FOLLOWING, lazy_gettext("This one and all that follow")),
        ],
        default=THIS,
    )

    @property
    def is_following(self) -> bool:
        """This and all that follow?"""
        return bool(self.scope.data == FOLLOWING)


class MoveForm(ScopeForm):
    """Another room or time. A drag in the timetable sends room, starts_at and ends_at alone."""

    room = SelectField(lazy_gettext("Room"))
    starts_at = MomentField(lazy_gettext("From"))
    ends_at = MomentField(lazy_gettext("Until"))
    push_out = BooleanField(lazy_gettext("Take the room although it was requested"))
    despite_clashes = BooleanField(
        lazy_gettext("Save it although these trainees have another class then")
    )

    def validate_ends_at(self, field: Any) -> None:
        """The end comes after the start."""
        if field.data and self.starts_at.data and field.data <= self.starts_at.data:
            raise ValidationError(gettext("The end must be later than the start."))


class CancelForm(ScopeForm):
    """Why a room is given back; the owner reads it."""

    reason = lines(lazy_gettext("Reason"), longest=500)


class BookingFileForm(Form):
    """A file for a booking."""

    file = FileField(
        lazy_gettext("File"), [FileRequired(message=lazy_gettext("Please choose a file."))]
    )
