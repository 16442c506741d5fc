"""The planner's form: what is needed, and the classes proposed, each of which may be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional

from lms.catalogue.forms import AN_HOUR, TeachingForm, entered
from lms.catalogue.placing import MOST, Placed, Wanted
from lms.catalogue.plan import Hours
from lms.catalogue.services import Block, Planned
from lms.classrooms.models import Layout, Room
from lms.core import clock
from lms.core.forms import line, whole
from lms.core.moment_field import day_field
from lms.core.text import gettext, lazy_gettext, weekday_name

MONDAY = date(2026, 11, 23)


class ClassForm(PlainForm):
    """One class of the plan."""

    day = day_field(lazy_gettext("Day"))
    starts = TimeField(lazy_gettext("Starts"), [InputRequired(message=AN_HOUR)])
    ends = TimeField(lazy_gettext("Ends"), [InputRequired(message=AN_HOUR)])
    room = SelectField(lazy_gettext("Room"))
    topic = line(lazy_gettext("Topic"), longest=120, required=False)
    skip = BooleanField(lazy_gettext("Leave out"))

    def validate(self, extra_validators: Any = None) -> bool:
        """What is left out need not be sound; the end comes after the start."""
        if self.skip.data:
            return True
        sound = super().validate(extra_validators)
        if self.starts.data and self.ends.data and self.ends.data <= self.starts.data:
            self.ends.errors = [gettext("The end must be later than the start.")]
            return False
        return bool(sound)


class PlanForm(TeachingForm):
    """All class days of an offering at once."""

    first_on = day_field(lazy_gettext("First day at the earliest"))
    count = whole(lazy_gettext("Class days"), 1, MOST)
    weekdays = SelectMultipleField(
        lazy_gettext("Weekdays of the classes"),
        [DataRequired(message=lazy_gettext("Please choose at least one weekday."))],
    )
    people = whole(lazy_gettext("How many people"), 1, 1000)
    layout = SelectField(lazy_gettext("Set up for"), choices=Layout.options)
    room = SelectField(lazy_gettext("Room"), [Optional()])
    lines = FieldList(FormField(ClassForm))

    def offer(self, rooms: Sequence[Room], people: Sequence[tuple[str, str]]) -> None:
        """Give the selects what can be chosen."""
        named = [
            (room.code, gettext("%(room)s (%(count)s seats)", room=room.name, count=room.capacity))
            for room in rooms
        ]
        self.weekdays.choices = weekday_choices()
        self.room.choices = [("", gettext("Any that is large enough")), *named]
        self.instructor.choices = [("", gettext("Not settled yet")), *people]
        self.assistants.choices = list(people)
        for row in self.lines.entries:
            row.form.room.choices = named

    def wanted(self) -> Wanted:
        """What is to be placed."""
        pause = self.break_from.data, self.break_until.data
        hours = Hours(entered(self.starts), entered(self.ends), *pause)
        days = {int(each) for each in entered(self.weekdays)}
        return Wanted(entered(self.first_on), entered(self.count), days, hours)

    def fill(self, placed: Sequence[Placed], topics: Sequence[str]) -> None:
        """Put a proposal into the lines."""
        while self.lines.entries:
            self.lines.pop_entry()
        for number, each in enumerate(placed):
            self.lines.append_entry(
                {
                    "day": each.day,
                    "starts": self.starts.data,
                    "ends": self.ends.data,
                    "room": each.room,
                    "topic": topics[number] if number < len(topics) else "",
                }
            )

    def kept(self) -> list[ClassForm]:
        """The lines that are not left out."""
        return [row.form for row in self.lines.entries if not row.form.skip.data]

    def classes(self, rooms: dict[str, Room]) -> list[Planned]:
        """The classes of the lines that are kept."""
        return [
            Planned(rooms[row.room.data], self._block(row), row.topic.data or "")
            for row in self.kept()
        ]

    def _block(self, row: ClassForm) -> Block:
        """The hours of a line; the break counts where it lies inside."""
        day, starts, ends = entered(row.day), entered(row.starts), entered(row.ends)
        pause: tuple[time | None, time | None] = (self.break_from.data, self.break_until.data)
        begins, until = clock.at(day, starts), clock.at(day, ends)
        if pause[0] and pause[1] and starts < pause[0] and pause[1] < ends:
            return Block(begins, until, clock.at(day, pause[0]), clock.at(day, pause[1]))
        return Block(begins, until)


def weekday_choices() -> list[tuple[str, str]]:
    """Monday to Sunday, in the reader's language."""
    return [(str(n), weekday_name(date.fromordinal(MONDAY.toordinal() + n))) for n in range(7)]
