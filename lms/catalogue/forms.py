"""Forms of the desk: courses, offerings, class sessions."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError

from lms.catalogue.models import CheckIn, Course, Level, Selection, Tier
from lms.catalogue.rule import Basis, CompletionRule
from lms.catalogue.services import CourseValues, OfferingValues, UnitValues
from lms.core import clock
from lms.core.forms import Form, line, lines, whole
from lms.core.moment_field import MomentField, day_field
from lms.core.text import gettext, lazy_gettext

BLANK_UNITS = 3
"""Empty rows offered at the end of a syllabus."""
AN_HOUR = lazy_gettext("Please enter an hour, such as 09:00.")


def entered(field: Field) -> Any:
    """What was entered; a required field is never empty once the form is valid."""
    return field.data


class UnitForm(PlainForm):
    """One row of a syllabus; a row without a title doesn't count."""

    title = line(lazy_gettext("Unit"), longest=120, required=False)
    hours = whole(lazy_gettext("Hours"), 1, 400, required=False)
    summary = line(lazy_gettext("Content"), longest=500, required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        """A title needs hours, and hours need a title."""
        sound = super().validate(extra_validators)
        if self.title.data and self.hours.data is None and not self.hours.errors:
            self.hours.errors = [gettext("Please say how many hours this unit takes.")]
            return False
        if self.hours.data and not self.title.data:
            self.title.errors = [gettext("Please name this unit, or clear its hours.")]
            return False
        return bool(sound)


class RuleForm(Form):
    """The completion rule, as part of the forms of courses and offerings."""

    rule_basis = SelectField(lazy_gettext("Counted by"), choices=Basis.options)
    rule_threshold = whole(lazy_gettext("Percent needed"), 1, 100)
    rule_grace = whole(lazy_gettext("Minutes late or early that cost nothing"), 0, 120)
    rule_penalty = whole(
        lazy_gettext("So many times late, early or away make one day absent"), 0, 20
    )
    rule_half_day = BooleanField(lazy_gettext("A day attended for less than half counts as absent"))
    rule_check_out = BooleanField(lazy_gettext("Whoever scans in must scan out as well"))
    rule_score = whole(lazy_gettext("Test score needed, 0 for no test"), 0, 100)
    rule_survey = BooleanField(lazy_gettext("The survey must be answered"))

    def rule(self) -> CompletionRule:
        """The rule that was entered."""
        return CompletionRule(
            Basis(entered(self.rule_basis)),
            entered(self.rule_threshold),
            entered(self.rule_grace),
            entered(self.rule_penalty),
            entered(self.rule_half_day),
            entered(self.rule_check_out),
            entered(self.rule_score),
            entered(self.rule_survey),
        )


class AcademyRuleForm(RuleForm):
    """The academy's own figures."""

    close_days = whole(
        lazy_gettext("Days after a class in which one person may correct attendance"), 0, 60
    )
    lock_days = whole(
        lazy_gettext("Days after a class when a roll call closes by itself, 0 for never"), 0, 60
    )


class CourseForm(RuleForm):
    """A course with its syllabus."""

    code = line(
        lazy_gettext("Course code"),
        longest=30,
        validators=(
            Regexp(
                r"[A-Z0-9]+(-[A-Z0-9]+)*\Z",
                message=lazy_gettext("Capital letters, digits and hyphens, such as SFA-OS-201."),
            ),
        ),
    )
    title_ko = line(lazy_gettext("Title (Korean)"), longest=120)
    title_en = line(lazy_gettext("Title (English)"), longest=160, required=False)
    track = SelectField(lazy_gettext("Track"))
    level = SelectField(lazy_gettext("Level"), choices=Level.options)
    tier = SelectField(lazy_gettext("Made for"), choices=Tier.options)
    hours = whole(lazy_gettext("Hours"), 1, 400)
    days = whole(lazy_gettext("Days"), 1, 60)
    capacity = whole(lazy_gettext("Class size"), 1, 500)
    audience = line(lazy_gettext("Who should come"), longest=200, required=False)
    summary = lines(lazy_gettext("In short"), longest=500, required=False)
    aims = lines(lazy_gettext("Aims, one a line"), longest=3000, required=False)
    needs = SelectMultipleField(lazy_gettext("Courses needed beforehand"))
    units = FieldList(FormField(UnitForm))

    def validate_hours(self, field: IntegerField) -> None:
        """The syllabus comes to the course's hours."""
        units = [row.form for row in self.units.entries if row.form.title.data]
        total = sum(row.hours.data or 0 for row in units)
        if units and field.data and total != field.data:
            sentence = gettext(
                "The units come to %(total)s hours, the course to %(hours)s.",
                total=total,
                hours=field.data,
            )
            raise ValidationError(sentence)

    def add_rows(self) -> None:
        """Offer empty rows at the end of the syllabus."""
        for _ in range(BLANK_UNITS):
            self.units.append_entry()

    def values(self, tracks: dict[str, Any], courses: dict[str, Course]) -> CourseValues:
        """What was entered, with track and prerequisites looked up by code."""
        rows = [row.form for row in self.units.entries if row.form.title.data]
        return CourseValues(
            code=entered(self.code),
            title_ko=entered(self.title_ko),
            title_en=self.title_en.data or "",
            track=tracks[entered(self.track)],
            level=Level(entered(self.level)),
            tier=Tier(entered(self.tier)),
            hours=entered(self.hours),
            days=entered(self.days),
            capacity=entered(self.capacity),
            audience=self.audience.data or "",
            summary=self.summary.data or "",
            aims=self.aims.data or "",
            rule=self.rule(),
            units=[
                UnitValues(entered(r.title), entered(r.hours), r.summary.data or "") for r in rows
            ],
            needs=[courses[code] for code in self.needs.data or []],
        )


class OfferingForm(Form):
    """Dates, seats and settings of an offering."""

    starts_on = day_field(lazy_gettext("First day"))
    ends_on = day_field(lazy_gettext("Last day"))
    enrol_from = MomentField(lazy_gettext("Enrolment opens"))
    enrol_until = MomentField(lazy_gettext("Enrolment closes"))
    cancel_until = MomentField(lazy_gettext("Trainees can cancel until"))
    seats = whole(lazy_gettext("Seats"), 1, 500)
    minimum = whole(lazy_gettext("Smallest number of people"), 0, 500)
    selection = SelectField(lazy_gettext("Seats are given"), choices=Selection.options)
    check_in = SelectField(
        lazy_gettext("Attendance is taken by"), choices=CheckIn.options, default=CheckIn.both
    )
    note = lines(lazy_gettext("Note for trainees"), longest=500, required=False)

    def validate_ends_on(self, field: DateField) -> None:
        """The last day is not before the first."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("The last day must not come before the first day."))

    def validate_enrol_until(self, field: MomentField) -> None:
        """Enrolment closes after it opens."""
        if self.enrol_from.data and field.data and field.data <= self.enrol_from.data:
            raise ValidationError(gettext("Enrolment must close after it opens."))

    def validate_minimum(self, field: IntegerField) -> None:
        """No more people are needed than fit."""
        if self.seats.data and field.data and field.data > self.seats.data:
            raise ValidationError(gettext("This must not be more than the number of seats."))

    def values(self) -> OfferingValues:
        """What was entered."""
        return OfferingValues(
            starts_on=entered(self.starts_on),
            ends_on=entered(self.ends_on),
            enrol_from=entered(self.enrol_from),
            enrol_until=entered(self.enrol_until),
            cancel_until=entered(self.cancel_until),
            minimum=entered(self.minimum),
            selection=Selection(entered(self.selection)),
            note=self.note.data or "",
            check_in=CheckIn(entered(self.check_in)),
        )


class DraftOfferingForm(OfferingForm, RuleForm):
    """The same while it is a draft: its completion rule isn't promised to anybody yet."""


class TeachingForm(Form):
    """What classes have in common, whether one is entered or many: hours, break, instructors."""

    starts = TimeField(lazy_gettext("Starts"), [InputRequired(message=AN_HOUR)])
    ends = TimeField(lazy_gettext("Ends"), [InputRequired(message=AN_HOUR)])
    break_from = TimeField(lazy_gettext("Break from"), [Optional()])
    break_until = TimeField(lazy_gettext("Break until"), [Optional()])
    instructor = SelectField(lazy_gettext("Main instructor"), [Optional()])
    assistants = SelectMultipleField(lazy_gettext("Assistants"))
    despite_clashes = BooleanField(
        lazy_gettext("Save it although these trainees have another class then")
    )
    push_out = BooleanField(lazy_gettext("Save it and push these requests out"))

    def validate_ends(self, field: TimeField) -> None:
        """The end comes after the start."""
        if self.starts.data and field.data and field.data <= self.starts.data:
            raise ValidationError(gettext("The end must be later than the start."))

    def validate_break_until(self, field: TimeField) -> None:
        """The break has both ends and lies inside the class."""
        start, end = self.break_from.data, field.data
        if (start is None) != (end is None):
            raise ValidationError(gettext("A break needs both a start and an end."))
        if start and end and self.starts.data and self.ends.data:
            inside = self.starts.data < start < end < self.ends.data
            if not inside:
                raise ValidationError(gettext("The break must lie inside the class."))

    def confirmed(self) -> dict[str, Any]:
        """What was warned of and shall be so all the same, as the services take it."""
        return {name: bool(self[name].data) for name in ("despite_clashes", "push_out")}

    def instructor_ids(self) -> list[int]:
        """Ids of the instructors, the main one first."""
        chosen = [self.instructor.data, *(self.assistants.data or [])]
        return list(dict.fromkeys(int(each) for each in chosen if each))


class SessionForm(TeachingForm):
    """A class: when, where, about what, by whom."""

    day = day_field(lazy_gettext("Day"))
    room = SelectField(lazy_gettext("Room"))
    topic = line(lazy_gettext("Topic"), longest=120, required=False)
    every_day = BooleanField(
        lazy_gettext("The same on all other days of the offering without a class")
    )

    def moments(self, day: date | None = None) -> dict[str, Any]:
        """Start, end and break on a day (the one entered) as aware moments."""
        on = day or entered(self.day)
        return {
            "starts_at": clock.at(on, entered(self.starts)),
            "ends_at": clock.at(on, entered(self.ends)),
            "break_from": _at(on, self.break_from.data),
            "break_until": _at(on, self.break_until.data),
        }


class ReasonForm(Form):
    """Why something is called off; the people concerned read it."""

    reason = lines(lazy_gettext("Reason"), longest=500)


def _at(day: date, hour: time | None) -> datetime | None:
    return clock.at(day, hour) if hour else None
