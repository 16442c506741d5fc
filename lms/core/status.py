"""Choices with words, and statuses that move only along a table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from lms.core.errors import Refused
from lms.core.text import gettext


class Choice(str, Enum):
    """One of a few values, each with the words that people read.

        class Level(Choice):
            basic = "basic", N_("Basic")

    The value is stored and stands in URLs; `label` is the word in the reader's language.
    """

    msgid: str

    def __new__(cls, value: str, label: str = "") -> Choice:
        member = str.__new__(cls, value)
        member._value_ = value
        member.msgid = label
        return member

    def __str__(self) -> str:
        return str(self.value)

    @property
    def label(self) -> str:
        """The word for people, in the reader's language."""
        return gettext(self.msgid)

    @classmethod
    def options(cls) -> list[tuple[str, str]]:
        """(value, label) pairs for a select."""
        return [(member.value, member.label) for member in cls]


S = TypeVar("S", bound=Choice)


def check_move(moves: Mapping[S, frozenset[S]], old: S, new: S) -> None:
    """Allow a status to move from old to new, or raise Refused (409) naming both."""
    if new not in moves[old]:
        raise Refused(
            "status",
            gettext(
                "This is “%(old)s” now and can't become “%(new)s”.", old=old.label, new=new.label
            ),
        )
