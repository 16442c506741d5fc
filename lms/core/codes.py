"""Codes that people give to things (rooms, pieces, courses): no two things have the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext


@contextmanager
def unique(code: str) -> Iterator[None]:
    """Write a thing with its code; nothing of it stays if the code is taken.

    Raises:
        Refused: the code is taken.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        sentence = gettext("The code %(code)s is in use already; please choose another.", code=code)
        raise Refused("code-taken", sentence) from error
