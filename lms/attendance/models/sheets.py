"""Roll calls, attendance events and the records that follow from them."""

from __future__ import annotations

from datetime import datetime

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

    `headcount` is what the instructor counted in the room; `reminded_at` is when the instructors were
    told that it closes by itself soon.
    """

    __tablename__ = "roll_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"), unique=True)
    opened_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    headcount: Mapped[int | None]
    reminded_at: Mapped[datetime | None]

    session: Mapped[ClassSession] = relationship()

    @property
    def closed_by_itself(self) -> bool:
        """Locked because its time was over, and by nobody."""
        return self.locked_at is not None and self.locked_by_id is None


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


def block_of(session: ClassSession) -> Block:
    """The scheduled time of a class session, as a plain value."""
    return Block(session.starts_at, session.ends_at, session.break_from, session.break_until)
