"""In which room an event of a calendar file takes place, by what its LOCATION says. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol


class Named(Protocol):
    """What is asked of a room."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


def room_for(place: str, rooms: Sequence[Named]) -> str | None:
    """Code of the one room that a place names; None if none or several could be meant.

    A place that is exactly a room's name or number counts first, then one in which a name stands,
    then one in which a number stands as a word (201, 201호, but not 1201).
    """
    plain = _plain(place)
    if not plain:
        return None
    exact = [room for room in rooms if plain in (_plain(n) for n in _names(room))]
    named = [room for room in rooms if any(_plain(n) in plain for n in _names(room)[1:])]
    numbered = [room for room in rooms if _has_word(place, room.code)]
    for found in (exact, named, numbered):
        if found:
            return found[0].code if len(found) == 1 else None
    return None


def _names(room: Named) -> list[str]:
    return [name for name in (room.code, room.name, room.name_en) if name]


def _plain(text: str) -> str:
    """Without white space and case, which people write as they like."""
    return "".join(text.casefold().split())


def _has_word(place: str, code: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(code)}(?![0-9A-Za-z-])", place, re.IGNORECASE))
