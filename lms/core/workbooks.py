"""Reading a list that somebody sends as .xlsx or .csv: safely, as rows of texts, nothing kept.

Refused, each with a sentence that names the place: what is locked, has macros, is too large or
unpacks to too much, can't be read as text, or holds a resident registration number anywhere.
The number itself is never repeated or logged.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from lms.core import delimited, zipped
from lms.core.errors import Invalid
from lms.core.resident_number import has_resident_number
from lms.core.text import gettext
from lms.core.workbook_scan import (
    CELLS,
    COLUMNS,
    ROWS,
    NoXml,
    Scanned,
    TooLarge,
    parts_by_name,
    place,
    scanned,
    texts,
)

LARGEST = 10 * 1024 * 1024
"""Bytes of a file."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How old Office files begin, and new ones with a password."""
NEEDED = frozenset(
    {
        "[content_types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedstrings.xml",
        "xl/styles.xml",
    }
)
"""What a reader needs besides the sheets; it gets nothing else. Names of parts know no case."""
SHEETS = "xl/worksheets/"
NOTES = ("xl/comments", "xl/threadedcomments/", "xl/drawings/")
"""Where notes and text boxes stand; nothing of them is used, and no number may stand there."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: every row's cells as texts, the first row first; what else was found in it.

    Attributes:
        formulas: places of cells that compute (B3).
        merged: ranges of merged cells (A1:C1).
    """

    name: str
    rows: Sequence[Sequence[str]]
    formulas: Sequence[str] = ()
    merged: Sequence[str] = ()


def sheets_in(upload: bytes) -> list[Sheet]:
    """The sheets of an .xlsx file that people see, or the one of a .csv file.

    Raises:
        Invalid: it is refused; names the field `file`.
    """
    if not upload:
        raise refused(gettext("The file is empty."))
    if len(upload) > LARGEST:
        raise refused(gettext("The file may be at most 10 MB."))
    if upload.startswith(OLD_OFFICE):
        raise refused(_old_office(upload))
    found = _workbook(upload) if upload.startswith(b"PK") else _csv(upload)
    _refuse_resident_numbers(found)
    return found


def refused(sentence: str) -> Invalid:
    """The refusal of a file."""
    return Invalid({"file": sentence})


def _old_office(upload: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in upload:
        return _locked()
    return gettext("Old Excel files (.xls) can't be read. Please save the list as .xlsx.")


def _locked() -> str:
    return gettext("The file is locked with a password. Please save it without one.")


def _too_large() -> str:
    return gettext(
        "There is far more in this file than a list of people has."
        " Please copy the list into the empty template."
    )


def _another_kind() -> str:
    return gettext("This is no Excel or CSV file. Please choose one (.xlsx, .csv).")


def _csv(upload: bytes) -> list[Sheet]:
    try:
        rows = delimited.rows_in(upload)
    except delimited.NoText as fault:
        if not fault.line:
            raise refused(_another_kind()) from fault
        sentence = gettext(
            "Line %(line)s can't be read as text."
            " Please save the list as .xlsx, or as “CSV UTF-8”.",
            line=fault.line,
        )
        raise refused(sentence) from fault
    if len(rows) > ROWS or any(len(row) > COLUMNS for row in rows):
        raise refused(_too_large())
    formulas = [
        place(n, m)
        for n, row in enumerate(rows, start=1)
        for m, cell in enumerate(row, start=1)
        if cell.lstrip().startswith("=")
    ]
    return [Sheet("", rows, formulas)]


def _workbook(upload: bytes) -> list[Sheet]:
    try:
        files = zipped.unpacked(upload, _is_wanted)
        _check_kind(files)
        found = _looked_through(files)
        _refuse_in_notes(files)
        return _read(files, found)
    except zipped.Locked as fault:
        raise refused(_locked()) from fault
    except (zipped.TooMuch, TooLarge) as fault:
        raise refused(_too_large()) from fault
    except (zipped.Broken, NoXml, CalamineError, KeyError, ValueError) as fault:
        sentence = gettext(
            "The file is damaged or no Excel file. Please open it in Excel and save it anew as .xlsx."
        )
        raise refused(sentence) from fault


def _is_wanted(name: str) -> bool:
    return name in NEEDED or _is_sheet(name) or (name.startswith(NOTES) and name.endswith(".xml"))


def _is_sheet(name: str) -> bool:
    return name.startswith(SHEETS) and name.endswith(".xml")


def _check_kind(files: dict[str, bytes]) -> None:
    kinds = files.get("[content_types].xml", b"")
    if any("vbaproject" in name for name in files) or b"macroEnabled" in kinds:
        raise refused(
            gettext("The file has macros. Please save it as .xlsx, an Excel file without macros.")
        )
    if "xl/workbook.xml" not in files:
        raise refused(_another_kind())


def _looked_through(files: dict[str, bytes]) -> dict[str, Scanned]:
    shared = texts(files["xl/sharedstrings.xml"]) if "xl/sharedstrings.xml" in files else []
    lengths = [len(text) for text in shared]
    found = {name: scanned(files[name], lengths) for name in files if _is_sheet(name)}
    if sum(one.cells for one in found.values()) > CELLS:
        raise TooLarge
    return found


def _read(files: dict[str, bytes], found: dict[str, Scanned]) -> list[Sheet]:
    """Let the library read what was looked at, and nothing else."""
    kept = {name: one for name, one in files.items() if name in NEEDED or _is_sheet(name)}
    book = CalamineWorkbook.from_filelike(io.BytesIO(zipped.packed(kept)))
    parts = parts_by_name(files["xl/workbook.xml"], files["xl/_rels/workbook.xml.rels"])
    seen: list[Sheet] = []
    hidden: list[Sheet] = []
    for each in book.sheets_metadata:
        if each.typ is not SheetTypeEnum.WorkSheet:
            continue
        cells = book.get_sheet_by_name(each.name).to_python(skip_empty_area=False)
        about = found[parts[each.name]]
        rows = [[_text(cell) for cell in row] for row in cells]
        is_seen = each.visible is SheetVisibleEnum.Visible
        (seen if is_seen else hidden).append(Sheet(each.name, rows, about.formulas, about.merged))
    _refuse_resident_numbers(hidden)
    return seen


def _text(cell: object) -> str:
    """What stands in a cell, as text; a whole number without its decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


def _refuse_resident_numbers(sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        if has_resident_number(sheet.name):
            at = gettext("There is a number like that in the name of a sheet.")
            raise refused(f"{_take_out()} {at}")
        for n, row in enumerate(sheet.rows, start=1):
            for m, cell in enumerate(row, start=1):
                if _has_number(cell, row[m] if m < len(row) else ""):
                    raise refused(f"{_take_out()} {_number_at(place(n, m), sheet.name)}")


def _has_number(cell: str, right: str) -> bool:
    """In a cell, also without the noughts that a number loses in Excel, or over two cells."""
    if len(cell) < 6:
        return False
    if has_resident_number(cell):
        return True
    if not (cell.isascii() and cell.isdigit()):
        return False
    if len(cell) == 6:
        return has_resident_number(f"{cell}-{right}")
    return len(cell) in (11, 12) and cell[0] != "0" and has_resident_number(cell.zfill(13))


def _take_out() -> str:
    return gettext(
        "Resident registration numbers may not be kept here. Please take them out of the whole file"
        " and send it again. Nothing was saved."
    )


def _number_at(cell: str, sheet: str) -> str:
    if not sheet:
        return gettext("There is a number like that in cell %(cell)s.", cell=cell)
    return gettext(
        "There is a number like that in cell %(cell)s of the sheet “%(sheet)s”.",
        cell=cell,
        sheet=sheet,
    )


def _refuse_in_notes(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.startswith(NOTES) and content and any(map(has_resident_number, texts(content))):
            at = gettext("There is a number like that in a note or a text box.")
            raise refused(f"{_take_out()} {at}")
