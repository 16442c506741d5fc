"""From sheets to lines: where the headings stand, which columns they are, and who is listed. Pure."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from lms.core.text import clean, gettext
from lms.core.workbook_scan import place
from lms.core.workbooks import Sheet, refused, sheets_in
from lms.enrolment.lists.lines import Line, line_of
from lms.enrolment.lists.template import EXAMPLE

FILE = Path(__file__).parent / "data" / "headings.csv"
MOST = 1000
"""People in one list."""
WITHIN = 10
"""Headings stand in one of the first rows."""
NEEDED = ("name", "email")

Found = tuple[Sheet, int, dict[str, int]]
"""A sheet, the index of its row of headings, and the index of each column."""


def read(upload: bytes) -> list[Line]:
    """The people of a file, in its order.

    Raises:
        Invalid: it can't be read, holds what may not be sent, or too many people; names `file`.
    """
    sheet, head, columns = _headings(sheets_in(upload))
    _refuse_formulas(sheet)
    _refuse_merged(sheet, head)
    lines = list(_lines(sheet, head, columns))
    if not lines:
        raise refused(
            gettext("Nobody stands below the headings. Please write one person in each row.")
        )
    if len(lines) > MOST:
        sentence = gettext(
            "There are %(count)s people in this list. At most %(most)s go into one; please send"
            " several.",
            count=len(lines),
            most=MOST,
        )
        raise refused(sentence)
    return lines


def _lines(sheet: Sheet, head: int, columns: Mapping[str, int]) -> Iterator[Line]:
    for number, row in enumerate(sheet.rows[head + 1 :], start=head + 2):
        cells = {name: row[at] for name, at in columns.items() if at < len(row)}
        line = line_of(number, cells)
        if not line.is_empty and line.email != EXAMPLE["email"]:
            yield line


def _headings(sheets: Sequence[Sheet]) -> Found:
    """The sheet with the list; of several rows that look like headings the one with most of them."""
    rows = [
        (sheet, n, _columns(row)) for sheet in sheets for n, row in enumerate(sheet.rows[:WITHIN])
    ]
    best = max(rows, key=lambda one: len(one[2]), default=None)
    if best is None or not best[2]:
        sentence = gettext(
            "The headings “Name” and “E-mail” were not found in the first %(rows)s rows."
            " Please use the template.",
            rows=WITHIN,
        )
        raise refused(sentence)
    sheet, n, found = best
    _check(sheet, n, found)
    return sheet, n, {name: places[0] for name, places in found.items()}


def _check(sheet: Sheet, head: int, found: Mapping[str, Sequence[int]]) -> None:
    if "resident" in found:
        sentence = gettext(
            "There is a column for resident registration numbers (%(cell)s). They may not be"
            " collected; please take the column out.",
            cell=place(head + 1, found["resident"][0] + 1),
        )
        raise refused(sentence)
    for name, places in found.items():
        if len(places) > 1:
            sentence = gettext(
                "The column “%(column)s” stands there twice (%(cells)s). Please keep one.",
                column=label(name),
                cells=", ".join(place(head + 1, at + 1) for at in places),
            )
            raise refused(sentence)
    missing = [label(name) for name in NEEDED if name not in found]
    if missing:
        sentence = gettext(
            "The column “%(column)s” is missing in row %(row)s. Please use the template.",
            column=missing[0],
            row=head + 1,
        )
        raise refused(sentence)


def _columns(row: Iterable[str]) -> dict[str, list[int]]:
    """Which column stands where, by the words of a row."""
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(row):
        name = known_headings().get(_plain(cell))
        if name:
            found.setdefault(name, []).append(at)
    return found


def label(column: str) -> str:
    """What people call a column."""
    words = {
        "name": gettext("Name"),
        "email": gettext("E-mail"),
        "phone": gettext("Mobile phone"),
        "department": gettext("Department"),
        "position": gettext("Position"),
        "workplace": gettext("Workplace"),
    }
    return words[column]


@cache
def known_headings() -> dict[str, str]:
    """Which column a heading names, by its letters."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {_plain(row["heading"]): row["column"] for row in csv.DictReader(file)}


def _plain(heading: str) -> str:
    """Letters and digits of a heading, without what stands in brackets: `휴대전화 (필수)*`."""
    text = unicodedata.normalize("NFKC", clean(heading)).casefold().partition("(")[0]
    return "".join(letter for letter in text if letter.isalnum())


def _refuse_formulas(sheet: Sheet) -> None:
    if sheet.formulas:
        sentence = gettext(
            "There is a formula in cell %(cell)s. Please copy the cells and paste them as values.",
            cell=", ".join(sheet.formulas[:3]),
        )
        raise refused(sentence)


def _refuse_merged(sheet: Sheet, head: int) -> None:
    """A merged title above the headings does no harm; below them nobody knows whose it is."""
    for merged in sheet.merged:
        last = merged.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
        if not last.isdigit() or int(last) > head:
            sentence = gettext(
                "The cells %(cells)s are merged. Please unmerge them and write one person in each row.",
                cells=merged,
            )
            raise refused(sentence)
