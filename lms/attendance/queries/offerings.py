"""Reading attendance over whole offerings: one person's lines, the matrix, progress."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress

from sqlalchemy import select

from lms.attendance.marks import Mark
from lms.attendance.models import AttendanceRecord, RollCall, block_of
from lms.attendance.queries.sheets import Sheet
from lms.attendance.records import Block, Day, Record, days_of
from lms.catalogue.models import ClassSession, Offering
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import enrolled


@dataclass
class Attendance:
    """One person's attendance of an offering, settled and to come.

    Attributes:
        kept: class sessions with a record, or locked without one (`Sheet.unsaid`), in order of time.
        coming: class sessions of which nothing is known yet.
    """

    kept: list[tuple[Block, Record]] = field(default_factory=list)
    coming: list[Block] = field(default_factory=list)

    @property
    def is_unconfirmed(self) -> bool:
        """Has a sheet closed by itself, and an operator still has to say how it was?"""
        return any(record.mark is Mark.unconfirmed for _, record in self.kept)


@dataclass(frozen=True)
class Progress:
    """Attendance so far, in minutes: credited, of what has passed, of the whole offering."""

    credited: int
    elapsed: int
    total: int

    @property
    def percent(self) -> int:
        """Credited of what has passed, in whole percent, rounded down."""
        return self.credited * 100 // self.elapsed if self.elapsed else 0


def held_sessions(offering_ids: Iterable[int]) -> list[Sheet]:
    """Class sessions of some offerings that were not called off, in order of time."""
    statement = (
        select(ClassSession, RollCall)
        .outerjoin(RollCall, RollCall.session_id == ClassSession.id)
        .where(ClassSession.offering_id.in_(offering_ids), ClassSession.called_off_at.is_(None))
        .order_by(ClassSession.starts_at, ClassSession.id)
        .execution_options(populate_existing=True)
    )
    return [Sheet(session, roll_call) for session, roll_call in db.session.execute(statement)]


def attendance_of(enrolments: Iterable[Enrolment]) -> dict[int, Attendance]:
    """By enrolment id: everybody's attendance, in two queries."""
    wanted = list(enrolments)
    sheets: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in held_sessions({enrolment.offering_id for enrolment in wanted}):
        sheets[sheet.session.offering_id].append(sheet)
    kept = _records([enrolment.id for enrolment in wanted])
    return {one.id: _attendance(one, sheets[one.offering_id], kept) for one in wanted}


def _records(enrolment_ids: Sequence[int]) -> dict[tuple[int, int], AttendanceRecord]:
    statement = (
        select(AttendanceRecord)
        .where(AttendanceRecord.enrolment_id.in_(enrolment_ids))
        .execution_options(populate_existing=True)
    )
    return {(one.enrolment_id, one.session_id): one for one in db.session.scalars(statement)}


def _attendance(
    enrolment: Enrolment, sheets: list[Sheet], kept: dict[tuple[int, int], AttendanceRecord]
) -> Attendance:
    found = Attendance()
    for sheet in sheets:
        block, one = block_of(sheet.session), kept.get((enrolment.id, sheet.session.id))
        if one is not None and one.mark is not Mark.unconfirmed:
            found.kept.append((block, one.result))
        elif sheet.unsaid is not None:
            found.kept.append((block, Record(sheet.unsaid, 0)))
        else:
            found.coming.append(block)
    return found


def progress(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """By enrolment id: attendance so far. The enrolments' offerings should be loaded."""
    wanted = list(enrolments)
    found = attendance_of(wanted)
    return {one.id: _progress(found[one.id], one.offering) for one in wanted}


def _progress(found: Attendance, offering: Offering) -> Progress:
    days = days_of(found.kept, half_day=offering.rule.half_day)
    elapsed = sum(day.scheduled for day in days)
    return Progress(
        credited=sum(day.credited for day in days),
        elapsed=elapsed,
        total=elapsed + sum(block.minutes for block in found.coming),
    )


@dataclass(frozen=True)
class Line:
    """One class session of an enrolment, and the record, if there is one yet."""

    session: ClassSession
    record: AttendanceRecord | None
    unsaid: Mark | None

    @property
    def locked(self) -> bool:
        """Does it stand?"""
        return self.unsaid is not None

    @property
    def mark(self) -> Mark | None:
        """What stands: the record's mark, or what a locked sheet comes to that says nothing."""
        if self.record is not None and self.record.mark is not Mark.unconfirmed:
            return self.record.mark
        return self.unsaid


def of_enrolment(enrolment: Enrolment) -> list[Line]:
    """Every class session of an enrolment with its record, in order of time."""
    kept = _records([enrolment.id])
    return [
        Line(sheet.session, kept.get((enrolment.id, sheet.session.id)), sheet.unsaid)
        for sheet in held_sessions([enrolment.offering_id])
    ]


@dataclass(frozen=True)
class MatrixRow:
    """One person of the matrix: the lines in order of the class sessions, and the days."""

    enrolment: Enrolment
    lines: list[Line]
    days: list[Day]

    @property
    def absent_days(self) -> frozenset[date]:
        """Days attended for less than half, or not at all."""
        return frozenset(day.on for day in self.days if day.absent)


@dataclass(frozen=True)
class Matrix:
    """People by class sessions."""

    sheets: list[Sheet]
    rows: list[MatrixRow]

    def only(self, session_id: int) -> Matrix:
        """The same with one class alone; the days stay those of the whole offering."""
        at = [sheet.session.id == session_id for sheet in self.sheets]
        return Matrix(
            list(compress(self.sheets, at)),
            [replace(row, lines=list(compress(row.lines, at))) for row in self.rows],
        )


def sheet(offering: Offering) -> Matrix:
    """The matrix of an offering, in three queries whatever its size."""
    sheets = held_sessions([offering.id])
    seated = enrolled(offering)
    kept = _records([one.id for one in seated])
    rows = [
        MatrixRow(
            enrolment=one,
            lines=[
                Line(each.session, kept.get((one.id, each.session.id)), each.unsaid)
                for each in sheets
            ],
            days=days_of(_attendance(one, sheets, kept).kept, half_day=offering.rule.half_day),
        )
        for one in seated
    ]
    return Matrix(sheets, rows)
