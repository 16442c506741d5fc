"""Events: what has happened, told once, followed at once in the same transaction.

A service announces a past-tense frozen dataclass. What follows stands in lms/reactions.py and
nowhere else, so that an earlier area never has to know a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import current_app

Reactions = Mapping[type[Any], Sequence[Callable[[Any], None]]]

_KEY = "reactions"


def install(extensions: dict[str, Any], reactions: Reactions) -> None:
    """Give the application its table of reactions."""
    extensions[_KEY] = reactions


def announce(event: object) -> None:
    """Tell that something has happened; its reactions run now, in this transaction.

    Raises:
        LookupError: the event is not in the table, so nobody decided what follows.
    """
    try:
        follow = current_app.extensions[_KEY][type(event)]
    except KeyError:
        raise LookupError(f"{type(event).__name__} is missing in lms/reactions.py") from None
    for reaction in follow:
        reaction(event)
