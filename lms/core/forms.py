"""Forms: text that arrives clean, and the sentences that are the same everywhere.

class NoticeForm(Form):
    title = line(lazy_gettext("Title"), longest=120)
    body = lines(lazy_gettext("Text"), longest=20000)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from lms.core import text
from lms.core.text import lazy_gettext

FILL_IN = lazy_gettext("Please fill this in.")
TOO_LONG = lazy_gettext("At most %%(max)d characters, please.")


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form with its token; Flask-WTF checks that it is sent by POST."""


def line(
    label: Any,
    *,
    longest: int,
    required: bool = True,
    validators: tuple[Any, ...] = (),
    **more: Any,
) -> StringField:
    """A field for one line: NFC, no control characters, white space folded."""
    rules = [*_need(required), Length(max=longest, message=TOO_LONG), *validators]
    return StringField(label, rules, filters=[_cleaned(text.clean)], **more)


def lines(label: Any, *, longest: int, required: bool = True, **more: Any) -> TextAreaField:
    """A field for text of several lines, cleaned line by line."""
    rules = [*_need(required), Length(max=longest, message=TOO_LONG)]
    return TextAreaField(label, rules, filters=[_cleaned(text.clean_lines)], **more)


def _need(required: bool) -> list[Any]:
    return [DataRequired(message=FILL_IN)] if required else [Optional()]


def _cleaned(clean: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: clean(value) if isinstance(value, str) else value
