"""One line of a list: a person as the firm knows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from lms.accounts.names import phone_digits
from lms.core.resident_number import has_resident_number
from lms.core.text import clean

COLUMNS = ("name", "email", "phone", "department", "position", "workplace")
LONGEST = {"name": 50, "email": 254, "phone": 20, "department": 50, "position": 50,
           "workplace": 100}  # fmt: skip
"""Letters that fit."""
KEPT = 300
"""Letters of a cell that are kept to be corrected."""


@dataclass(frozen=True)
class Line:
    """A person; `number`: the row in the file, by which people find it there."""

    number: int
    name: str = ""
    email: str = ""
    phone: str = ""
    department: str = ""
    position: str = ""
    workplace: str = ""

    @property
    def is_empty(self) -> bool:
        """Does nothing stand in it?"""
        return not any(getattr(self, column) for column in COLUMNS)

    @property
    def has_resident_number(self) -> bool:
        """Does a cell hold what may not be kept?"""
        return any(has_resident_number(getattr(self, column)) for column in COLUMNS)

    def without_resident_numbers(self) -> Line:
        """The same with those cells empty."""
        blank = {c: "" for c in COLUMNS if has_resident_number(getattr(self, c))}
        return replace(self, **blank)  # type: ignore[arg-type]  # texts by their columns' names

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def line_of(number: int, cells: Mapping[str, str]) -> Line:
    """A line from what was typed: NFC, spaces folded, small letters in the address, digits.

    What can't be understood stays as it was typed, to be corrected.
    """
    typed = {column: clean(cells.get(column, ""))[:KEPT] for column in COLUMNS}
    typed["email"] = unicodedata.normalize("NFKC", typed["email"]).replace(" ", "").lower()
    typed["phone"] = phone_of(typed["phone"])
    return Line(number, **typed)


def phone_of(typed: str) -> str:
    """The digits of a Korean number, also where Excel has taken the first nought; else as typed."""
    plain = unicodedata.normalize("NFKC", typed)
    return phone_digits(plain) or phone_digits(f"0{plain}") or typed
