"""Tables for Excel. Every text stays a text: nothing in a cell becomes a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from lms.core.clock import to_seoul

Cell = str | int | float | date | datetime | None

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 50


def xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with frozen headings, set to print on A4 landscape.

    Args:
        title: the sheet's name (Excel allows 31 characters and none of []:*?/\\).
        rows: plain values; moments are shown as clocks in Seoul show them.
    """
    out = BytesIO()
    book = Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("".join(c for c in title if c not in "[]:*?/\\")[:31])
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1})
    formats = {
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    widths = [len(heading) * 2 for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, formats)
            widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    match value:
        case None:
            return
        case datetime():
            shown = to_seoul(value).replace(tzinfo=None)
            sheet.write_datetime(row, column, shown, formats["moment"])
        case date():
            sheet.write_datetime(row, column, value, formats["day"])
        case int() | float():
            sheet.write_number(row, column, value)
        case _:
            sheet.write_string(row, column, str(value))


def _width(value: Cell) -> int:
    if isinstance(value, datetime):
        return 16
    return sum(2 if ord(c) > 0x1100 else 1 for c in str(value)) if value is not None else 0
