"""Forms for asking and deciding: excused absences, corrections of closed records, typed sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from lms.attendance.excuse_kinds import ExcuseKind
from lms.attendance.queries import Offered
from lms.core.forms import FILL_IN, Form, line, lines, whole
from lms.core.moment_field import day_field
from lms.core.text import lazy_gettext


class ExcuseForm(Form):
    """An application of a trainee."""

    kind = SelectField(lazy_gettext("Reason"), [InputRequired(message=FILL_IN)])
    from_on = day_field(lazy_gettext("First day of absence"))
    until_on = day_field(lazy_gettext("Last day of absence"))
    reason = lines(lazy_gettext("What happened"), longest=500, render_kw={"rows": 3})
    file = FileField(lazy_gettext("Document"))

    def __init__(self, kinds: Iterable[ExcuseKind], **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [(kind.code, kind.label) for kind in kinds]

    def said(self) -> dict[str, Any]:
        """What services.apply_for_excuse takes."""
        upload = self.file.data
        return {
            "kind": self.kind.data,
            "from_on": self.from_on.data,
            "until_on": self.until_on.data,
            "reason": self.reason.data,
            "file_name": upload.filename or "" if upload else "",
            "content": upload.stream.read() if upload else b"",
        }

    def blame(self, errors: Mapping[str, str]) -> None:
        """Show what the service found wrong beside the fields."""
        for name, sentence in errors.items():
            self[name].errors = [*self[name].errors, sentence]


class ExcuseKindForm(Form):
    """A kind of excused absence and its limits."""

    name_ko = line(lazy_gettext("Name (Korean)"), longest=60)
    name_en = line(lazy_gettext("Name (English)"), longest=80)
    days = whole(lazy_gettext("Days at most, empty for as needed"), 1, 99, required=False)
    percent = whole(
        lazy_gettext("Percent of the course's days at most, empty for no such limit"),
        1,
        100,
        required=False,
    )
    document = BooleanField(lazy_gettext("A document is needed"))
    offered = BooleanField(lazy_gettext("People can ask for it"), default=True)

    def show(self, known: Offered) -> None:
        """What the kind is now."""
        kind = known.kind
        self.name_ko.data, self.name_en.data = kind.ko, kind.en
        self.days.data, self.percent.data = kind.days, kind.percent
        self.document.data, self.offered.data = kind.document, not known.ended

    def said(self) -> dict[str, Any]:
        """What services.set_excuse_kind takes."""
        names = ("name_ko", "name_en", "days", "percent", "document", "offered")
        return {name: self[name].data for name in names}

    def blame(self, errors: Mapping[str, str]) -> None:
        """Show what the service found wrong beside the fields."""
        for name, sentence in errors.items():
            self[name].errors = [*self[name].errors, sentence]


class TypedSheetForm(Form):
    """A signed sheet, typed into the template."""

    file = FileField(lazy_gettext("Filled template"), [FileRequired(message=FILL_IN)])

    def said(self) -> dict[str, Any]:
        """What services.upload_sheet takes."""
        upload = self.file.data
        return {"file_name": upload.filename or "", "content": upload.stream.read()}


class DecisionForm(Form):
    """Yes or no, with words."""

    decision = lines(
        lazy_gettext("Words for the person (needed to refuse)"),
        longest=500,
        required=False,
        render_kw={"rows": 2},
    )
