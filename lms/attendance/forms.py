"""What comes in from the roll call's page: one mark a person, times as hours in Seoul."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, RadioField, TimeField
from wtforms.validators import InputRequired, Optional

from lms.attendance.marks import CHOICES, Mark
from lms.attendance.models import AttendanceRecord
from lms.attendance.queries import Seated
from lms.attendance.saying import MarkInput, state_of
from lms.core import clock
from lms.core.asked import ids_in
from lms.core.errors import Invalid
from lms.core.forms import Form, line, lines
from lms.core.searching import search_text
from lms.core.text import clean, gettext, hour, lazy_gettext

ALL = "all"
"""The button that marks as present everybody who has no mark yet."""


NOW = timedelta(0)


def read_marks(form: MultiDict[str, str], day: date) -> dict[int, MarkInput]:
    """The marks that were sent, by enrolment id; people without a mark are left out.

    Raises:
        Invalid: something is not a mark or not a time, by enrolment id.
    """
    ids = [name.removeprefix("was-") for name in form if name.startswith("was-")]
    marks, problems = {}, {}
    for one in ids_in(ids):
        seen = form.get(f"arrived-{one}")  # scanned in: present would forget when
        everybody = Mark.present.value if form.get(ALL) and not seen else ""
        word = form.get(f"mark-{one}") or everybody
        if not word:
            continue
        try:
            marks[one] = MarkInput(
                mark=Mark(word),
                arrived_at=_moment(form.get(f"arrived-{one}", ""), day),
                left_at=_moment(form.get(f"left-{one}", ""), day),
                away_from=_moment(form.get(f"out-{one}", ""), day),
                away_until=_moment(form.get(f"back-{one}", ""), day),
                reason=clean(form.get(f"reason-{one}", "")),
                was=form.get(f"was-{one}", ""),
                ago=_ago(form.get(f"ago-{one}", "")),
            )
        except ValueError:
            problems[str(one)] = gettext("Please give times like 09:20.")
    if problems:
        raise Invalid(problems)
    return marks


def _moment(text: str, day: date) -> datetime | None:
    return clock.at(day, time.fromisoformat(text)) if text else None


def _ago(text: str) -> timedelta:
    """So many seconds ago; nonsense counts as now."""
    return (
        timedelta(seconds=int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else NOW
    )


def _at(day: date, field: TimeField) -> datetime | None:
    return clock.at(day, field.data) if field.data else None


def _hour(moment: datetime | None) -> time | None:
    return clock.to_seoul(moment).time() if moment else None


@dataclass(frozen=True)
class Row:
    """One person on the page: what is shown as chosen, and what is wrong with it."""

    seated: Seated
    notes: Mapping[int, str]
    error: str
    mark: str
    arrived: str
    left: str
    out: str
    back: str
    reason: str
    was: str

    @property
    def note(self) -> str:
        """When the person scanned, and what looks odd about it."""
        return self.notes.get(self.id, "")

    @property
    def id(self) -> int:
        """The enrolment."""
        return self.seated.enrolment.id

    @property
    def name(self) -> str:
        """The person's name."""
        return self.seated.enrolment.user.name

    @property
    def firm(self) -> str:
        """The firm's name, or nothing."""
        firm = self.seated.enrolment.firm
        return firm.name if firm else ""

    @property
    def search_text(self) -> str:
        """For finding the person on the page, by initial consonants too."""
        return search_text(self.name, self.firm)


def rows(
    seated: Sequence[Seated],
    notes: Mapping[int, str],
    typed: MultiDict[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Row]:
    """Rows from the records, or from what was typed when it was refused.

    Args:
        notes: about scans, by enrolment id.
    """
    return [
        _row(one, notes, typed, (errors or {}).get(str(one.enrolment.id), "")) for one in seated
    ]


def _row(
    one: Seated, notes: Mapping[int, str], typed: MultiDict[str, str] | None, error: str
) -> Row:
    number, kept = one.enrolment.id, one.record
    if typed is not None and f"was-{number}" in typed:
        return Row(one, notes, error, *(typed.get(f"{name}-{number}", "") for name in TYPED))
    if kept is None:
        return Row(one, notes, error, *("" for _ in TYPED))
    mark = kept.mark.value if one.settled else ""
    moments = (kept.arrived_at, kept.left_at, kept.away_from, kept.away_until)
    shown = [hour(at) if at else "" for at in moments]
    return Row(one, notes, error, *[mark, *shown, kept.reason, state_of(kept)])


TYPED = ("mark", "arrived", "left", "out", "back", "reason", "was")
"""What stands on the page for each person, in the order of `Row`."""


def _choices() -> list[tuple[str, str]]:
    return [(mark.value, f"{mark.sign} {mark.label}") for mark in CHOICES]


class CorrectionForm(Form):
    """One record after the lock."""

    mark = RadioField(lazy_gettext("The record should say"), [InputRequired()])
    arrived = TimeField(lazy_gettext("Time of arrival"), [Optional()])
    left = TimeField(lazy_gettext("Time of leaving"), [Optional()])
    out = TimeField(lazy_gettext("Time of going out"), [Optional()])
    back = TimeField(lazy_gettext("Time of coming back"), [Optional()])
    excuse = line(lazy_gettext("Reason of the excused absence"), longest=500, required=False)
    reason = lines(lazy_gettext("Why it is corrected"), longest=500, render_kw={"rows": 3})
    was = HiddenField()

    def show(self, kept: AttendanceRecord | None) -> None:
        """Offer the marks, with what the record says now."""
        self.mark.choices = _choices()
        if not self.is_submitted():
            self.was.data = state_of(kept)
        if self.is_submitted() or kept is None:
            return
        self.mark.data = kept.mark.value
        self.arrived.data = _hour(kept.arrived_at)
        self.left.data = _hour(kept.left_at)
        self.out.data = _hour(kept.away_from)
        self.back.data = _hour(kept.away_until)
        self.excuse.data = kept.reason

    def said(self, day: date) -> MarkInput:
        """What was typed."""
        return MarkInput(
            mark=Mark(self.mark.data),
            arrived_at=_at(day, self.arrived),
            left_at=_at(day, self.left),
            away_from=_at(day, self.out),
            away_until=_at(day, self.back),
            reason=self.excuse.data or "",
            was=self.was.data,
        )

    def blame(self, errors: Mapping[str, str]) -> None:
        """Show what the service found wrong beside the marks."""
        self.mark.errors = [*self.mark.errors, *errors.values()]
