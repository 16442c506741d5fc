"""Forms: text that arrives clean, and the sentences that are the same everywhere.

A form lists its fields: `title = line(lazy_gettext("Title"), longest=120)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from lms.core import text
from lms.core.resident_number import has_resident_number
from lms.core.text import gettext, lazy_gettext

FILL_IN = lazy_gettext("Please fill this in.")
A_NUMBER = lazy_gettext("Please enter a number from %(min)s to %(max)s.")
TOO_LONG = lazy_gettext("At most %(max)d characters, please.")


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with its token; Flask-WTF checks that it is sent by POST."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "csrf_token" in self:  # so that several forms can stand on one page
            self["csrf_token"].id = f"token-{type(self).__name__.lower()}"


def line(
    label: Any,
    *,
    longest: int,
    required: bool = True,
    validators: tuple[Any, ...] = (),
    **more: Any,
) -> StringField:
    """A field for one line: NFC, no control characters, white space folded."""
    rules = [*_rules(required, longest), *validators]
    return StringField(label, rules, filters=[_cleaned(text.clean)], **more)


def lines(label: Any, *, longest: int, required: bool = True, **more: Any) -> TextAreaField:
    """A field for text of several lines, cleaned line by line."""
    return TextAreaField(
        label, _rules(required, longest), filters=[_cleaned(text.clean_lines)], **more
    )


def whole(label: Any, low: int, high: int, *, required: bool = True) -> IntegerField:
    """A field for a whole number between two bounds."""
    need = InputRequired(message=FILL_IN) if required else Optional()
    return IntegerField(label, [need, NumberRange(low, high, message=A_NUMBER)])


def _rules(required: bool, longest: int) -> list[Any]:
    need = DataRequired(message=FILL_IN) if required else Optional()
    return [need, Length(max=longest, message=TOO_LONG), no_resident_number]


def no_resident_number(_: Any, field: Any) -> None:
    """Resident registration numbers may not be collected, wherever they are typed (제24조의2)."""
    if has_resident_number(field.data or ""):
        raise ValidationError(
            gettext("Please do not enter a resident registration number. It may not be kept here.")
        )


def _cleaned(clean: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: clean(value) if isinstance(value, str) else value
