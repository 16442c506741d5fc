"""Form fields for days and moments: people read and type Seoul time, the program gets aware UTC."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wtforms import DateField, DateTimeLocalField
from wtforms.validators import InputRequired, Optional, StopValidation

from lms.core import clock
from lms.core.forms import FILL_IN
from lms.core.text import gettext, lazy_gettext

A_DAY = lazy_gettext("Please enter a day.")
YEARS = range(2000, 2200)
"""Years that anything here can be planned in; a day outside was mistyped."""

FORM = "%Y-%m-%dT%H:%M"


def day_field(label: Any) -> DateField:
    """A field for a day that must be filled in: <input type="date">."""
    return DateField(label, [InputRequired(message=A_DAY), _sound_year])


def _sound_year(_: Any, field: DateField) -> None:
    found: date | None = field.data
    if found is not None and found.year not in YEARS:
        raise StopValidation(str(A_DAY))


class MomentField(DateTimeLocalField):
    """<input type="datetime-local">; `data` is an aware moment."""

    def __init__(self, label: Any, *, required: bool = True, **more: Any) -> None:
        need = InputRequired(message=FILL_IN) if required else Optional()
        super().__init__(label, [need], format=FORM, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed as a moment in Seoul."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Please enter a day and an hour.")) from error
        if self.data is None:
            return
        if self.data.year not in YEARS:
            self.data = None
            raise ValueError(gettext("Please enter a day and an hour."))
        self.data = clock.at(self.data.date(), self.data.time())

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        moment: datetime | None = self.data
        return clock.to_seoul(moment).strftime(FORM) if moment else ""
