"""Where rooms lie on their floors, for the floor plans. Pure; the drawings are data/floors.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lms.core.text import N_, gettext

DRAWINGS = Path(__file__).with_name("data") / "floors.json"
COLUMNS, GAP, MARGIN, HIGH = 4, 20, 20, 150
"""The grid for rooms that no drawing names: rooms a row, and lengths in the drawing's unit."""

OTHERS = {
    "hall": N_("Hall"),
    "corridor": N_("Corridor"),
    "office": N_("Academy office"),
    "toilets": N_("Toilets"),
    "lift": N_("Lift"),
    "stairs": N_("Stairs"),
    "entrance": N_("Entrance"),
    "lounge": N_("Lounge"),
}


@dataclass(frozen=True)
class Place:
    """A rectangle on a floor: a room by its code, or something else by its word."""

    x: int
    y: int
    width: int
    height: int
    code: str = ""
    kind: str = ""

    @property
    def middle(self) -> tuple[int, int]:
        """Where its words stand."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def word(self) -> str:
        """What it is, in the reader's language; empty for rooms."""
        return gettext(OTHERS[self.kind]) if self.kind else ""


@dataclass(frozen=True)
class Plan:
    """One floor's drawing. `outline` are the points of its walls; empty if it was never drawn."""

    width: int
    height: int
    outline: str
    rooms: Sequence[Place]
    others: Sequence[Place]


def plan(floor: int, codes: Sequence[str]) -> Plan:
    """The drawing of a floor with these rooms; rooms that it doesn't know stand in rows below."""
    drawings = _drawings()
    drawing: dict[str, Any] = drawings["floors"].get(str(floor), {})
    known = [
        _place(at, code=code) for code, at in drawing.get("rooms", {}).items() if code in codes
    ]
    below = drawings["height"] if drawing else 0
    unknown = [code for code in codes if code not in drawing.get("rooms", {})]
    more = _grid(unknown, drawings["width"], below)
    lowest = max((place.y + place.height + MARGIN for place in more), default=0)
    return Plan(
        drawings["width"],
        max(below, lowest),
        drawing.get("outline", ""),
        [*known, *more],
        [_place(one["at"], kind=one["kind"]) for one in drawing.get("others", [])],
    )


def _place(at: Sequence[int], code: str = "", kind: str = "") -> Place:
    x, y, width, height = at
    return Place(x, y, width, height, code, kind)


def _grid(codes: Sequence[str], width: int, below: int) -> list[Place]:
    wide = (width - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
    return [
        Place(
            MARGIN + number % COLUMNS * (wide + GAP),
            below + MARGIN + number // COLUMNS * (HIGH + GAP),
            wide,
            HIGH,
            code=code,
        )
        for number, code in enumerate(codes)
    ]


@cache
def _drawings() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DRAWINGS.read_text("utf-8"))
    return found
