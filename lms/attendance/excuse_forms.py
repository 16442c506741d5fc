"""Forms for asking and deciding: excused absences, corrections of closed records, typed sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired

from lms.attendance.excuse_kinds import KINDS
from lms.core.forms import FILL_IN, Form, lines
from lms.core.moment_field import day_field
from lms.core.text import lazy_gettext


class ExcuseForm(Form):
    """An application of a trainee."""

    kind = SelectField(lazy_gettext("Reason"), [InputRequired(message=FILL_IN)])
    from_on = day_field(lazy_gettext("First day of absence"))
    until_on = day_field(lazy_gettext("Last day of absence"))
    reason = lines(lazy_gettext("What happened"), longest=500, render_kw={"rows": 3})
    file = FileField(lazy_gettext("Document"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [(kind.code, kind.label) for kind in KINDS.values()]

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
