"""What may stand in an address: numbers a database can hold, texts without unseen characters.

Anything else can name nothing, so it is not found before a view is asked.
"""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

from lms.core.text import clean

LARGEST = 2**31 - 1
"""The largest id that PostgreSQL's INTEGER holds."""


class Number(IntegerConverter):
    """`<int:id>`: an id."""

    def to_python(self, value: str) -> int:
        """The id.

        Raises:
            ValidationError: nothing has such an id.
        """
        if len(value) > len(str(LARGEST)):
            raise ValidationError
        number: int = super().to_python(value)
        if number > LARGEST:
            raise ValidationError
        return number


class Text(UnicodeConverter):
    """`<code>`: a code or a word."""

    def to_python(self, value: str) -> str:
        """The text.

        Raises:
            ValidationError: it holds something that can't be seen.
        """
        if clean(value) != value:
            raise ValidationError
        return value


def install(app: Flask) -> None:
    """Let the addresses of an application hold these; before its blueprints are registered."""
    app.url_map.converters.update(int=Number, default=Text, string=Text)
