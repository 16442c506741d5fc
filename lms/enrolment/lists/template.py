"""The Excel template of a list: headings, an example, drop-downs, an explanation. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from lms.core.tables import MEDIA_TYPE
from lms.core.text import gettext
from lms.enrolment.lists.lines import COLUMNS, LONGEST

__all__ = ["EXAMPLE", "MEDIA_TYPE", "template"]

EXAMPLE = {"email": "example@firm.example"}
"""The line with this address is the template's own and names nobody."""
WIDTHS = {"name": 16, "email": 34, "phone": 18, "department": 20, "position": 14, "workplace": 24}
LAST_ROW = 1001
CHOICES = ("department", "position", "workplace")
"""Columns with a drop-down; a new department or position may be typed all the same."""


def template(
    headings: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
    explanation: Sequence[tuple[str, str]],
    lines: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """An empty list, or one with people in it.

    Args:
        headings: what each column is called.
        choices: what the drop-downs offer, by column; none offered: no drop-down.
        explanation: (heading, sentence) for the second sheet.
        lines: people that stand in it already.
    """
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False,
                        "strings_to_urls": False}) as book:  # fmt: skip
        sheet = book.add_worksheet(gettext("List of people"))
        _fill(book, sheet, headings, lines)
        _explain(book, explanation)
        _offer(book, sheet, headings, choices)
    return out.getvalue()


def _fill(
    book: Any, sheet: Any, headings: Mapping[str, str], lines: Sequence[Mapping[str, str]]
) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1, "text_wrap": True})
    plain = book.add_format({"num_format": "@"})
    grey = book.add_format({"num_format": "@", "font_color": "#6D7882", "italic": True})
    example = {
        "name": gettext("Example: Kim Minji"),
        "phone": "010-0000-0000",
        "department": gettext("Production team 1"),
        "position": gettext("Assistant manager"),
        **EXAMPLE,
    }
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, WIDTHS[column], plain)  # text, so that no first nought is lost
        sheet.write_string(0, at, headings[column], bold)
        sheet.write_string(1, at, example.get(column, ""), grey)
        for row, line in enumerate(lines, start=2):
            sheet.write_string(row, at, line.get(column, ""), plain)
    sheet.freeze_panes(1, 0)


def _explain(book: Any, explanation: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(gettext("How to fill it in"))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    for row, (heading, sentence) in enumerate(explanation):
        sheet.write_string(row, 0, heading, bold)
        sheet.write_string(row, 1, sentence, wrapped)


def _offer(
    book: Any, sheet: Any, headings: Mapping[str, str], choices: Mapping[str, Sequence[str]]
) -> None:
    """Drop-downs and the lengths that fit; what they offer stands on a sheet of its own."""
    offers = book.add_worksheet(gettext("Choices"))
    for n, column in enumerate(CHOICES):
        values = list(choices.get(column, ()))
        offers.write_string(0, n, headings[column])
        for row, value in enumerate(values, start=1):
            offers.write_string(row, n, value)
        if values:
            letter = "ABC"[n]
            source = f"='{offers.get_name()}'!${letter}$2:${letter}${len(values) + 1}"
            # a warning only: a new department may be typed
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            at = COLUMNS.index(column)
            sheet.data_validation(1, at, LAST_ROW, at, rule)
    for column in ("name", "email", "phone"):
        at = COLUMNS.index(column)
        length: dict[str, Any] = {
            "validate": "length",
            "criteria": "<=",
            "value": LONGEST[column],
            "error_message": gettext("This is longer than what fits here."),
        }
        sheet.data_validation(1, at, LAST_ROW, at, length)
