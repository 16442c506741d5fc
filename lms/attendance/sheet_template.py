"""The template into which a signed sheet is typed: people by classes, as on the paper.

The first column and the third row hold the keys by which the cells are found again; they are hidden
and locked. A cell left empty leaves the record as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from lms.attendance.marks import CHOICES
from lms.attendance.queries import Matrix
from lms.attendance.sheet_facts import PaperDay, PaperRow, paper_parts
from lms.core.text import gettext

CLASSES_A_SHEET = 40
"""So many classes stand on one sheet of the workbook."""

KEY = "offering:"
"""How the first cell begins; the offering's code follows."""

KEYS_ROW, HEAD_ROW, FIRST_ROW = 2, 3, 5
"""Rows (from 0) of the classes' keys, of the classes, and of the first person."""

NAME_COLUMN, FIRST_COLUMN = 3, 4
"""Columns (from 0) of the name and of the first class; a class has two."""


@dataclass(frozen=True)
class Head:
    """What the template says of the offering."""

    code: str
    title: str


def template(head: Head, matrix: Matrix) -> bytes:
    """An .xlsx file of everybody and every class, with a list of signs in each cell."""
    out = BytesIO()
    book = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    looks = _looks(book)
    steps = range(0, max(1, len(matrix.sheets)), CLASSES_A_SHEET)
    for number, first in enumerate(steps, start=1):
        some = slice(first, first + CLASSES_A_SHEET)
        name = gettext("Attendance sheet") if len(steps) == 1 else f"{gettext('Sheet')} {number}"
        _fill(book.add_worksheet(name[:31]), head, matrix, some, looks)
    _explain(book.add_worksheet(gettext("How to fill it in")[:31]), looks)
    book.close()
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    head = {"bold": True, "bg_color": "#EEF2F7", "border": 1, "align": "center", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "hint": book.add_format({"font_color": "#4A5265"}),
        "head": book.add_format({**head, "valign": "vcenter"}),
        "cell": book.add_format({"border": 1}),
        "open": book.add_format({"border": 1, "align": "center", "locked": False}),
        "text": book.add_format(
            {"border": 1, "align": "center", "locked": False, "num_format": "@"}
        ),
    }


def _fill(page: Any, head: Head, matrix: Matrix, some: slice, looks: dict[str, Any]) -> None:
    page.write_string(0, 0, f"{KEY}{head.code}")
    page.write_string(0, 1, head.title, looks["title"])
    page.write_string(1, 1, _signs(), looks["hint"])
    parts = paper_parts(matrix, blank=True)
    days = [day for part in parts for day in part.days][some]
    _headings(page, days, looks)
    for n, sheet in enumerate(matrix.sheets[some]):
        page.write_string(KEYS_ROW, FIRST_COLUMN + 2 * n, f"s{sheet.session.id}")
    people = parts[0].rows if parts else []
    for n, (row, one) in enumerate(zip(people, matrix.rows, strict=True)):
        _person(page, FIRST_ROW + n, row, one.enrolment.id, looks)
    last = FIRST_ROW + len(people) - 1
    for n in range(len(days)):
        _open(page, last, FIRST_COLUMN + 2 * n, looks)
    page.set_column(0, 0, None, None, {"hidden": True})
    page.set_row(KEYS_ROW, None, None, {"hidden": True})
    page.set_column(1, 1, 5)
    page.set_column(2, 2, 24)
    page.set_column(NAME_COLUMN, NAME_COLUMN, 12)
    page.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    page.set_landscape()
    page.set_paper(9)
    page.protect("", {"format_columns": True, "format_rows": True})


def _headings(page: Any, days: list[PaperDay], looks: dict[str, Any]) -> None:
    for n, word in enumerate((gettext("Number"), gettext("Firm"), gettext("Name")), start=1):
        page.write_string(HEAD_ROW, n, word, looks["head"])
        page.write_string(HEAD_ROW + 1, n, "", looks["head"])
    page.set_row(HEAD_ROW, 30)
    for n, day in enumerate(days):
        column = FIRST_COLUMN + 2 * n
        page.write_string(HEAD_ROW, column, f"{day.label} {day.hours}", looks["head"])
        page.write_string(HEAD_ROW, column + 1, "", looks["head"])
        page.write_string(HEAD_ROW + 1, column, gettext("Sign"), looks["head"])
        page.write_string(HEAD_ROW + 1, column + 1, gettext("Time or reason"), looks["head"])


def _person(page: Any, at: int, row: PaperRow, key: int, looks: dict[str, Any]) -> None:
    page.write_string(at, 0, str(key))
    page.write_number(at, 1, row.position, looks["cell"])
    page.write_string(at, 2, row.firm, looks["cell"])
    page.write_string(at, NAME_COLUMN, row.name, looks["cell"])


def _open(page: Any, last: int, column: int, looks: dict[str, Any]) -> None:
    """The two columns of a class: a list of signs, and a text beside it."""
    page.set_column(column, column, 11)
    page.set_column(column + 1, column + 1, 14)
    if last < FIRST_ROW:
        return
    for at in range(FIRST_ROW, last + 1):
        page.write_blank(at, column, None, looks["open"])
        page.write_blank(at, column + 1, None, looks["text"])
    page.data_validation(
        FIRST_ROW,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": [f"{mark.sign} {mark.label}" for mark in CHOICES],
            "error_title": gettext("Sign"),
            "error_message": gettext("Please choose a sign from the list."),
        },
    )


def _signs() -> str:
    return "  ".join(f"{mark.sign} {mark.label}" for mark in CHOICES)


def _explain(page: Any, looks: dict[str, Any]) -> None:
    """The legend: which sign wants what beside it."""
    rows = [
        (gettext("Present, absent"), gettext("nothing beside it")),
        (gettext("Late"), gettext("when the person came: 10:20 (and left early: 10:20-16:00)")),
        (gettext("Left early"), gettext("when the person left: 16:00")),
        (
            gettext("Away for a while"),
            gettext("from when until when: 14:00-15:30 (14:00 for somebody who stayed away)"),
        ),
        (gettext("Excused"), gettext("the reason")),
        (gettext("An empty cell"), gettext("leaves the record as it is")),
    ]
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 60)
    for n, word in enumerate((gettext("Sign"), gettext("Time or reason"))):
        page.write_string(0, n, word, looks["head"])
    for n, (sign, beside) in enumerate(rows, start=1):
        page.write_string(n, 0, sign, looks["cell"])
        page.write_string(n, 1, beside, looks["cell"])
