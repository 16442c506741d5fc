"""What people ask for and somebody decides: excused absences, corrections of closed records."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.attendance.excuse_kinds import kind_by_default
from lms.attendance.marks import Mark
from lms.attendance.models.sheets import Source
from lms.catalogue.models import ClassSession
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_, in_language
from lms.enrolment.models import Enrolment


class ExcuseStatus(Choice):
    """How an application for an excused absence stands."""

    asked = "asked", N_("Applied")
    accepted = "accepted", N_("Accepted")
    refused = "refused", N_("Refused")
    withdrawn = "withdrawn", N_("Withdrawn")


class Excuse(Base):
    """A trainee asks that days be excused (출석인정); the document is kept in the storage.

    `kind` is the code of a kind (`excuse_kinds.py`); its name is kept as it was when it was asked for.
    """

    __tablename__ = "excuses"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="dates"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    kind_ko: Mapped[str] = mapped_column(String(60), default="")
    kind_en: Mapped[str] = mapped_column(String(80), default="")
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

    @property
    def kind_label(self) -> str:
        """The name of the kind in the reader's language, as it was when it was asked for."""
        return in_language(self.kind_ko, self.kind_en) or kind_by_default(self.kind)


class ExcuseKindRow(Base):
    """A kind of excused absence as operators have set it; others are as data/excuse_kinds.json says.

    `days` and `percent` (of the course's days) limit it; ended means: offered no longer.
    """

    __tablename__ = "excuse_kinds"
    __table_args__ = (
        CheckConstraint("days BETWEEN 1 AND 99", name="days"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name_ko: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    days: Mapped[int | None]
    percent: Mapped[int | None]
    document: Mapped[bool]
    ended_at: Mapped[datetime | None]


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
    source: Mapped[Source] = mapped_column(choice(Source), default=Source.correction)
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
