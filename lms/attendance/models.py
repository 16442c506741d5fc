"""Roll calls, attendance events, attendance records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import ClassSession
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.enrolment.models import Enrolment


class Mark(Choice):
    """What a record says. Signs for paper and small screens stand in `SIGNS`."""

    present = "present", N_("Present")
    late = "late", N_("Late")
    left_early = "left_early", N_("Left early")
    absent = "absent", N_("Absent")
    excused = "excused", N_("Excused")
    unconfirmed = "unconfirmed", N_("Not confirmed")


SIGNS = {
    Mark.present: "○",
    Mark.late: "△",
    Mark.left_early: "◎",
    Mark.absent: "×",
    Mark.excused: "□",
    Mark.unconfirmed: "?",
}


class RollCall(Base):
    """The sheet of one class session. Locked means: every record stands."""

    __tablename__ = "roll_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"), unique=True)
    opened_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    session: Mapped[ClassSession] = relationship()


class Source(Choice):
    """How an event came in."""

    roll_call = "roll_call", N_("Roll call")
    correction = "correction", N_("Correction")


class AttendanceEvent(Base):
    """Something that happened or was said about one person's presence; triggers refuse changes (0001).

    `arrived_at` and `left_at` are the moments a mark of late or left early speaks of.
    """

    __tablename__ = "attendance_events"
    __table_args__ = (Index("ix_attendance_events_pair", "session_id", "enrolment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[Source] = mapped_column(choice(Source))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class AttendanceRecord(Base):
    """What the events of one person and one class session come to. Minutes are credited minutes."""

    __tablename__ = "attendance_records"
    __table_args__ = (
        Unique("session_id", "enrolment_id"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    minutes: Mapped[int]
    arrived_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")

    session: Mapped[ClassSession] = relationship()
    enrolment: Mapped[Enrolment] = relationship()
