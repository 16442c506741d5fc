"""What stands on the attendance sheet (출석부), on paper and in Excel: plain values. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.attendance.marks import SIGNS, Mark
from lms.attendance.queries import Line, Matrix, MatrixRow, Sheet
from lms.attendance.wording import length
from lms.core.clock import to_seoul
from lms.core.tables import Cell
from lms.core.text import gettext, hour, short_day

CLASSES_A_SHEET = 5
"""So many classes stand side by side on one sheet of paper."""


@dataclass(frozen=True)
class PaperDay:
    """The head of one class."""

    label: str
    hours: str


@dataclass(frozen=True)
class PaperRow:
    """One person: a pair of boxes for each class."""

    position: int
    firm: str
    job: str
    name: str
    cells: list[tuple[str, str]]
    remark: str


@dataclass(frozen=True)
class PaperPart:
    """One sheet: some classes, everybody, and how many were there and were not."""

    days: list[PaperDay]
    rows: list[PaperRow]
    totals: list[tuple[int, int]]


def paper_parts(matrix: Matrix, *, blank: bool) -> list[PaperPart]:
    """The sheets of an offering.

    Args:
        blank: boxes to be signed, instead of signs and times.
    """
    steps = range(0, len(matrix.sheets), CLASSES_A_SHEET)
    return [_part(matrix, slice(n, n + CLASSES_A_SHEET), blank=blank) for n in steps]


def _part(matrix: Matrix, some: slice, *, blank: bool) -> PaperPart:
    sheets = matrix.sheets[some]
    rows = [
        PaperRow(
            position=number,
            firm=row.enrolment.firm.name if row.enrolment.firm else "",
            job="",
            name=row.enrolment.user.name,
            cells=[("", "") if blank else _boxes(line) for line in row.lines[some]],
            remark="" if blank else _credit(row),
        )
        for number, row in enumerate(matrix.rows, start=1)
    ]
    totals = [_total([row.lines[some][n] for row in matrix.rows]) for n in range(len(sheets))]
    return PaperPart([_day(sheet) for sheet in sheets], rows, totals)


def _day(sheet: Sheet) -> PaperDay:
    session = sheet.session
    return PaperDay(
        short_day(to_seoul(session.starts_at).date()),
        f"{hour(session.starts_at)}-{hour(session.ends_at)}",
    )


def _boxes(line: Line) -> tuple[str, str]:
    """The sign with the time of coming, and the time of leaving."""
    mark, kept = line.mark, line.record
    if mark is None:
        return "", ""
    came = hour(kept.arrived_at) if kept and kept.arrived_at else ""
    left = hour(kept.left_at) if kept and kept.left_at else ""
    return f"{mark.sign} {came}".strip(), left


def _total(lines: Sequence[Line]) -> tuple[int, int]:
    absent = sum(line.mark is Mark.absent for line in lines)
    known = sum(line.mark not in (None, Mark.unconfirmed) for line in lines)
    return known - absent, absent


def _credit(row: MatrixRow) -> str:
    scheduled = sum(day.scheduled for day in row.days)
    credited = sum(day.credited for day in row.days)
    return f"{length(credited)} ({credited * 100 // scheduled}%)" if scheduled else ""


def legend() -> str:
    """The signs and what they mean."""
    known = [mark for mark in SIGNS if mark is not Mark.unconfirmed]
    return ", ".join(f"{mark.sign} {mark.label}" for mark in known)


def excel_rows(matrix: Matrix) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows of the matrix for Excel; signs always with their word."""
    days = [_day(sheet) for sheet in matrix.sheets]
    headings = [
        gettext("Number"),
        gettext("Firm"),
        gettext("Name"),
        *(f"{day.label} {day.hours}" for day in days),
        gettext("Days present"),
        gettext("Minutes credited"),
        gettext("Minutes scheduled"),
        gettext("Percent"),
    ]
    rows: list[list[Cell]] = []
    for number, row in enumerate(matrix.rows, start=1):
        scheduled = sum(day.scheduled for day in row.days)
        credited = sum(day.credited for day in row.days)
        rows.append(
            [
                number,
                row.enrolment.firm.name if row.enrolment.firm else "",
                row.enrolment.user.name,
                *(f"{line.mark.sign} {line.mark.label}" if line.mark else "" for line in row.lines),
                sum(not day.absent for day in row.days),
                credited,
                scheduled,
                credited * 100 // scheduled if scheduled else None,
            ]
        )
    return headings, rows
