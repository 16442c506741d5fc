"""A form field for a day and an hour: people read and type Seoul time, the program gets aware UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired

from lms.core import clock
from lms.core.forms import FILL_IN
from lms.core.text import gettext

FORM = "%Y-%m-%dT%H:%M"


class MomentField(DateTimeLocalField):
    """<input type="datetime-local">; `data` is an aware moment."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, [InputRequired(message=FILL_IN)], format=FORM, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed as a moment in Seoul."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Please enter a day and an hour.")) from error
        if self.data is not None:
            self.data = clock.at(self.data.date(), self.data.time())

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        moment: datetime | None = self.data
        return clock.to_seoul(moment).strftime(FORM) if moment else ""
