"""Finding in an uploaded template who was there and who was not. Pure: rows in, cells out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.attendance.sheet_template import (
    FIRST_COLUMN,
    FIRST_ROW,
    KEY,
    KEYS_ROW,
    NAME_COLUMN,
)
from lms.attendance.typed_cells import NotUnderstood, Typed, read_cells
from lms.core.text import clean, gettext
from lms.core.workbook_scan import place
from lms.core.workbooks import Sheet

_CLASS = re.compile(r"s(\d{1,9})\Z")
_PERSON = re.compile(r"(\d{1,9})\Z")


@dataclass(frozen=True)
class Cell:
    """Two cells of one person and one class, and where they stand (F7)."""

    session_id: int
    enrolment_id: int
    typed: Typed
    where: str


@dataclass
class Found:
    """What stands in a workbook, and what is wrong with it: sentences that name the cell."""

    cells: list[Cell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_sheets(
    sheets: Sequence[Sheet], code: str, sessions: Mapping[int, str], people: Mapping[int, str]
) -> Found:
    """Read every sheet that is made from the template.

    Args:
        code: of the offering that it should belong to.
        sessions: class sessions of the offering by id, with their day in words.
        people: names of those enrolled, by enrolment id.
    """
    found = Found()
    ours = [one for one in sheets if _cell(one.rows, 0, 0).startswith(KEY)]
    if not ours:
        found.problems.append(
            gettext(
                "This is no attendance sheet of this site. Please download the template here and "
                "type into it."
            )
        )
    for sheet in ours:
        _read(sheet, code, sessions, people, found)
    _blame_copies(found)
    return found


def _blame_copies(found: Found) -> None:
    """A sheet that was copied within the file must not say two things of one person and class."""
    first: dict[tuple[int, int], Cell] = {}
    for one in found.cells:
        if first.setdefault((one.session_id, one.enrolment_id), one).typed != one.typed:
            found.problems.append(
                gettext(
                    "Cell %(cell)s stands on two sheets of this file, which say different things.",
                    cell=one.where,
                )
            )


def _read(
    sheet: Sheet,
    code: str,
    sessions: Mapping[int, str],
    people: Mapping[int, str],
    found: Found,
) -> None:
    other = _cell(sheet.rows, 0, 0).removeprefix(KEY)
    if other != code:
        sentence = gettext(
            "This sheet belongs to the offering %(other)s, not to %(code)s.",
            other=other[:40],
            code=code,
        )
        found.problems.append(sentence)
        return
    if sheet.formulas:
        found.problems.append(
            gettext("Cell %(cell)s computes. Please type the value itself.", cell=sheet.formulas[0])
        )
        return
    classes = _classes(sheet, sessions, found)
    seen: dict[int, int] = {}
    for at in range(FIRST_ROW, len(sheet.rows)):
        key = _person(sheet, at, people, seen, found)
        for column, session_id in classes.items():
            _read_cell(sheet, at, column, session_id, key, found)


def _classes(sheet: Sheet, sessions: Mapping[int, str], found: Found) -> dict[int, int]:
    """By column: the class session."""
    classes: dict[int, int] = {}
    width = max((len(row) for row in sheet.rows), default=0)
    for column in range(FIRST_COLUMN, width, 2):
        key = _CLASS.match(_cell(sheet.rows, KEYS_ROW, column))
        typed = any(_cell(sheet.rows, at, column) for at in range(FIRST_ROW, len(sheet.rows)))
        if key and int(key[1]) in sessions and int(key[1]) not in classes.values():
            classes[column] = int(key[1])
        elif key or typed:
            found.problems.append(
                gettext(
                    "Column %(column)s belongs to no class of this offering (any more). Please "
                    "download the template anew.",
                    column=place(1, column + 1)[:-1],
                )
            )
    return classes


def _person(
    sheet: Sheet, at: int, people: Mapping[int, str], seen: dict[int, int], found: Found
) -> int | None:
    """The person of a row; None: nobody, said in a problem if something is typed there."""
    key = _PERSON.match(_cell(sheet.rows, at, 0))
    name = clean(_cell(sheet.rows, at, NAME_COLUMN))[:40]
    if key is None:
        if name or any(_cell(sheet.rows, at, n) for n in range(FIRST_COLUMN, len(sheet.rows[at]))):
            sentence = gettext(
                "Row %(row)s belongs to nobody. People are added by enrolling them.", row=at + 1
            )
            found.problems.append(sentence)
        return None
    number = int(key[1])
    if sentence := _stranger(number, name, at + 1, people, seen):
        found.problems.append(sentence)
        return None
    seen[number] = at + 1
    return number


def _stranger(
    number: int, name: str, row: int, people: Mapping[int, str], seen: Mapping[int, int]
) -> str:
    """Why a row can't be that of the person whose key it has, or nothing."""
    if number not in people:
        return gettext(
            "Row %(row)s: %(name)s is not enrolled in this offering (any more).",
            row=row,
            name=name,
        )
    if number in seen:
        return gettext(
            "Row %(row)s: %(name)s stands in row %(other)s already.",
            row=row,
            name=name,
            other=seen[number],
        )
    if name != people[number][:40]:
        return gettext(
            "Row %(row)s: the name %(name)s does not fit the row. Were rows moved or sorted? Please "
            "download the template anew.",
            row=row,
            name=name,
        )
    return ""


def _read_cell(
    sheet: Sheet, at: int, column: int, session_id: int, person: int | None, found: Found
) -> None:
    if person is None:
        return
    where = place(at + 1, column + 1)
    try:
        typed = read_cells(_cell(sheet.rows, at, column), _cell(sheet.rows, at, column + 1))
    except NotUnderstood as fault:
        found.problems.append(
            gettext(
                "Row %(row)s, cell %(cell)s: %(fault)s",
                row=at + 1,
                cell=where,
                fault=fault.sentence,
            )
        )
        return
    if typed is not None:
        found.cells.append(Cell(session_id, person, typed, where))


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    """A cell's text; outside of the sheet there is nothing."""
    return rows[row][column].strip() if row < len(rows) and column < len(rows[row]) else ""
