"""What an address asks for (?page=2&level=basic&month=2026-12); nonsense counts as unasked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from flask import request

from lms.core import clock
from lms.core.addresses import LARGEST
from lms.core.status import Choice
from lms.core.text import clean

C = TypeVar("C", bound=Choice)

LAST_PAGE = 100_000
"""No list is longer; what lies beyond is an empty page all the same."""

YEARS = range(1900, 2200)
"""Years that a calendar turns to; at the ends of time there is no day before or after."""


def asked_page() -> int:
    """The page of a list, from 1."""
    return min(max(1, asked_number("page") or 1), LAST_PAGE)


def asked_number(name: str) -> int | None:
    """A whole number that a database can hold."""
    number: int | None = request.args.get(name, type=int)
    return number if number is not None and abs(number) <= LARGEST else None


def asked_text(name: str = "q", longest: int = 100) -> str:
    """A text without characters that can't be seen, cut to a sound length."""
    return clean(request.args.get(name, ""))[:longest].strip()


def ids_in(texts: Iterable[str]) -> list[int]:
    """Ids among texts that a form has sent; what can be no id is left out."""
    sound = [text for text in texts if text.isascii() and text.isdecimal() and len(text) <= 10]
    return [int(text) for text in sound]


def asked_choice(kind: type[C], name: str) -> C | None:
    """One of our choices, or None."""
    return next(iter(asked_choices(kind, name)), None)


def asked_choices(kind: type[C], name: str) -> list[C]:
    """Several of our choices, in their own order."""
    asked = request.args.getlist(name)
    return [member for member in kind if member.value in asked]


def asked_day(name: str = "day") -> date | None:
    """A day written 2026-12-01."""
    return _day(request.args.get(name, ""))


def asked_month(name: str = "month") -> date | None:
    """The first day of a month written 2026-12."""
    return _day(f"{request.args.get(name, '')}-01")


def asked_moment(name: str) -> datetime | None:
    """A moment (aware UTC) written as Seoul's clocks show it: 2026-12-01T09:00."""
    try:
        found = datetime.strptime(request.args.get(name, ""), "%Y-%m-%dT%H:%M")  # noqa: DTZ007  # just below
    except ValueError:
        return None
    return clock.at(found.date(), found.time()) if found.year in YEARS else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None
