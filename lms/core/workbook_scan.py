"""Looking through a workbook's own XML before a library reads it: formulas, merged cells, places.

A library unfolds a sheet into rows; one far away cell, or one long text used in every cell, would
become gigabytes. Pure: bytes in, what was found out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

ROWS, COLUMNS = 5000, 100
"""Where cells with something in them may stand."""
CELLS = 60_000
LETTERS = 4_000_000
"""Letters of all cells together, a text that many cells share counted each time."""

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z")


class TooLarge(Exception):
    """More cells, or further away, than a list of people has."""


class NoXml(Exception):
    """It can't be read as XML, or has a document type (which no workbook has)."""


@dataclass
class Scanned:
    """What was found in one sheet; places as people see them (B3, A1:C1)."""

    formulas: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    cells: int = 0
    letters: int = 0


def texts(content: bytes) -> list[str]:
    """The texts of a part: what a workbook's cells share, or what stands in its notes and boxes.

    Raises:
        NoXml: see there.
    """
    found: list[str] = []
    parts: list[str] = []
    depth = {"si": 0, "t": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name in ("si", "comment", "p"):
            parts.clear()
        depth["t"] += name in ("t", "text")

    def end(name: str) -> None:
        depth["t"] -= name in ("t", "text")
        if name in ("si", "comment", "threadedComment", "p"):
            found.append("".join(parts))

    def data(text: str) -> None:
        if depth["t"]:
            parts.append(text)

    _parse(content, start, end, data)
    return found


def scanned(content: bytes, shared: list[int]) -> Scanned:
    """Look through one sheet.

    Args:
        shared: how long each text is that cells share.

    Raises:
        TooLarge, NoXml: see there.
    """
    sheet = _Sheet(shared)
    _parse(content, sheet.start, sheet.end, sheet.data)
    return sheet.found


def place(row: int, column: int) -> str:
    """How people call a cell: (3, 2) is B3."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def column_of(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parts_by_name(workbook: bytes, relations: bytes) -> dict[str, str]:
    """In which part of the file each sheet stands, by the sheet's name.

    Raises:
        NoXml: see there.
    """
    ids: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(name: str, found: dict[str, str]) -> None:
        if name == "sheet":
            for key, value in found.items():
                if key.rpartition(" ")[2] == "id":
                    ids[found.get("name", "")] = value

    def relation(name: str, found: dict[str, str]) -> None:
        if name == "Relationship":
            targets[found.get("Id", "")] = found.get("Target", "")

    _parse(workbook, sheet, lambda _: None, lambda _: None)
    _parse(relations, relation, lambda _: None, lambda _: None)
    return {name: _part(targets.get(one, "")) for name, one in ids.items()}


def _part(target: str) -> str:
    target = target.lower()
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Sheet:
    """Follows the elements of a sheet, counting cells as a reader would that has no references."""

    def __init__(self, shared: list[int]) -> None:
        self.found = Scanned()
        self._shared = shared
        self._row = self._column = 0
        self._is_shared = self._in_value = False
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.found.formulas.append(place(self._row, self._column))
        elif name in ("v", "t"):
            self._count()
            self._in_value = True
        elif name == "mergeCell":
            self.found.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name not in ("v", "t"):
            return
        self._in_value = False
        text, self._value = "".join(self._value), []
        self.found.letters += self._length(text)
        if self.found.letters > LETTERS:
            raise TooLarge

    def data(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        self._is_shared = attributes.get("t") == "s"
        if match := _PLACE.match(attributes.get("r", "").replace("$", "")):
            self._column, self._row = column_of(match[1]), int(match[2])

    def _count(self) -> None:
        self.found.cells += 1
        if self.found.cells > CELLS or self._row > ROWS or self._column > COLUMNS:
            raise TooLarge

    def _length(self, text: str) -> int:
        if not self._is_shared:
            return len(text)
        number = _whole(text)
        return self._shared[number] if number is not None and number < len(self._shared) else 0


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    data: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise NoXml

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, found: start(name.rpartition(" ")[2], found)
    parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = data
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:  # ValueError: an encoding nobody knows
        raise NoXml from error
