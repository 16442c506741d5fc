"""Roll calls, attendance events, attendance records; the events that are announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.attendance.marks import EventKind, Mark
from lms.attendance.presence import Said
from lms.attendance.records import Block, Record
from lms.catalogue.models import ClassSession
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.enrolment.models import Enrolment


class RollCall(Base):
    """The sheet of one class session. Locked means: every record stands.

    `headcount` is what the instructor counted in the room.
    """

    __tablename__ = "roll_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"), unique=True)
    opened_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    headcount: Mapped[int | None]

    session: Mapped[ClassSession] = relationship()


class Source(Choice):
    """How an event came in."""

    roll_call = "roll_call", N_("Roll call")
    qr = "qr", N_("QR code")
    typed_code = "typed_code", N_("Typed code")
    excuse = "excuse", N_("Excused absence")
    paper = "paper", N_("Signed sheet")
    correction = "correction", N_("Correction")


SCANS = frozenset({Source.qr, Source.typed_code})
"""Sources that the person used alone."""


class AttendanceEvent(Base):
    """Something that happened or was said about one person's presence; triggers refuse changes (0001).

    The four moments are those that the event speaks of (`presence.Said`); `at` is when it was said.
    `device` and `agent` are fingerprints of the browser's cookie and name, for the flags (`flags.py`).
    """

    __tablename__ = "attendance_events"
    __table_args__ = (Index("ix_attendance_events_pair", "session_id", "enrolment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind), default=EventKind.mark)
    mark: Mapped[Mark | None] = mapped_column(choice(Mark))
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    away_from: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[Source] = mapped_column(choice(Source))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(32), default="")
    agent: Mapped[str] = mapped_column(String(16), default="")
    address: Mapped[str] = mapped_column(String(64), default="")

    @property
    def said(self) -> Said:
        """As a plain value."""
        return Said(
            self.mark,
            self.arrived_at,
            self.left_at,
            self.away_from,
            self.away_until,
            kind=self.kind,
        )


class AttendanceRecord(Base):
    """What the events of one person and one class session come to (`records.py`).

    Minutes are those attended in the session; whether the day was half a day is seen over the day.
    """

    __tablename__ = "attendance_records"
    __table_args__ = (
        Unique("session_id", "enrolment_id"),
        CheckConstraint("minutes >= 0 AND incidents >= 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    minutes: Mapped[int]
    incidents: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    away_from: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")

    session: Mapped[ClassSession] = relationship()
    enrolment: Mapped[Enrolment] = relationship()

    @property
    def result(self) -> Record:
        """As a plain value."""
        return Record(self.mark, self.minutes, self.incidents)


class ExcuseStatus(Choice):
    """How an application for an excused absence stands."""

    asked = "asked", N_("Applied")
    accepted = "accepted", N_("Accepted")
    refused = "refused", N_("Refused")
    withdrawn = "withdrawn", N_("Withdrawn")


class Excuse(Base):
    """A trainee asks that days be excused (출석인정); the document is kept in the storage.

    `kind` is a code of data/excuse_kinds.json (`excuse_kinds.py`).
    """

    __tablename__ = "excuses"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    file_key: Mapped[str] = mapped_column(String(64), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[ExcuseStatus] = mapped_column(choice(ExcuseStatus), index=True)
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(500), default="")

    enrolment: Mapped[Enrolment] = relationship()


class CorrectionStatus(Choice):
    """How a correction of a closed record stands."""

    asked = "asked", N_("Waits for a second person")
    approved = "approved", N_("Approved")
    refused = "refused", N_("Refused")


class Correction(Base):
    """A change of a record that is closed: one person asks, another approves."""

    __tablename__ = "attendance_corrections"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    away_from: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    excuse: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(500))
    was: Mapped[str] = mapped_column(String(600))
    status: Mapped[CorrectionStatus] = mapped_column(choice(CorrectionStatus), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(500), default="")

    session: Mapped[ClassSession] = relationship()
    enrolment: Mapped[Enrolment] = relationship()

    @property
    def was_in_words(self) -> str:
        """What the record said when the correction was asked for."""
        mark, *moments, excuse = self.was.split("/", 5) if self.was else ("absent", "")
        return " ".join(part for part in (Mark(mark).label, *moments, excuse) if part)


def block_of(session: ClassSession) -> Block:
    """The scheduled time of a class session, as a plain value."""
    return Block(session.starts_at, session.ends_at, session.break_from, session.break_until)


@dataclass(frozen=True)
class RollCallLocked:
    """The sheet of a class session is closed: its records stand."""

    session_id: int


@dataclass(frozen=True)
class AttendanceCorrected:
    """A record was changed after its roll call was locked."""

    session_id: int
    enrolment_id: int


@dataclass(frozen=True)
class ExcuseDecided:
    """An application for an excused absence was accepted or refused."""

    excuse_id: int
