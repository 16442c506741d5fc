"""Reading .csv as Korean offices save it: UTF-8 or CP949, with commas, semicolons or tabs. Pure."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

DELIMITERS = (",", ";", "\t")
LONGEST = 5000
"""Letters of one cell."""


class NoText(Exception):
    """It is no text; `line` where that was seen, 0 for a file that is something else altogether."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(line)
        self.line = line


def rows_in(upload: bytes) -> list[list[str]]:
    """Every row's cells; the separator is the one that the first line with one has most of.

    Raises:
        NoText: it can't be read as text.
    """
    text = _decoded(upload)
    head = "\n".join(text.splitlines()[:10])
    delimiter = max(DELIMITERS, key=head.count)
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as fault:
        raise NoText(reader.line_num) from fault
    return rows


def _decoded(upload: bytes) -> str:
    if upload.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _first_that_reads(upload, "utf-16")
    if b"\x00" in upload or upload.startswith(b"%PDF"):
        raise NoText
    return _first_that_reads(upload, "utf-8-sig", "cp949")


def _first_that_reads(upload: bytes, *encodings: str) -> str:
    """The text; where no encoding reads it, the one that came furthest says in which line."""
    furthest = 0
    for encoding in encodings:
        try:
            return upload.decode(encoding)
        except UnicodeDecodeError as fault:
            furthest = max(furthest, fault.start)
    raise NoText(upload.count(b"\n", 0, furthest) + 1)
