"""Form of the desk: a calendar file."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired

from lms.core.forms import Form
from lms.core.text import lazy_gettext


class ImportForm(Form):
    """One file, as other programs export it."""

    file = FileField(
        lazy_gettext("Calendar file (.ics)"),
        [FileRequired(message=lazy_gettext("Please choose a file."))],
    )
