"""Judgements, and warnings before it comes to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.enrolment.models import Enrolment


class Verdict(Choice):
    """Has the person completed?"""

    completed = "completed", N_("Completed")
    not_completed = "not_completed", N_("Not completed")


class Judgement(Base):
    """The verdict on one enrolment and the sum it rests on (`evidence`, plain JSON).

    A person may have decided otherwise than the rule, with a reason; then that stands whatever the
    sum comes to, until it is lifted.
    """

    __tablename__ = "judgements"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), unique=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    judged_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_because: Mapped[str] = mapped_column(String(500), default="")

    enrolment: Mapped[Enrolment] = relationship()


class JudgementChange(Base):
    """One change of a verdict or of its sum: what a reviewer looks at."""

    __tablename__ = "judgement_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    before: Mapped[str] = mapped_column(String(32), default="")
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    sum: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500), default="")

    @property
    def old(self) -> Verdict | None:
        """The verdict before; None: this was the first."""
        return Verdict(self.before) if self.before else None


class CourseResult(Base):
    """What somebody has besides attendance: the test's score, and that the survey was answered."""

    __tablename__ = "course_results"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 100", name="score"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), unique=True)
    score: Mapped[int | None]
    surveyed_at: Mapped[datetime | None]


class WarningLevel(Choice):
    """How near the threshold is."""

    near = "near", N_("No further day may be missed")
    out_of_reach = "out_of_reach", N_("The threshold can no longer be reached")


class AttendanceWarning(Base):
    """Somebody was warned; each level once an enrolment."""

    __tablename__ = "attendance_warnings"
    __table_args__ = (Unique("enrolment_id", "level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    level: Mapped[WarningLevel] = mapped_column(choice(WarningLevel))
    at: Mapped[datetime]


@dataclass(frozen=True)
class Judged:
    """Verdicts on an offering are new or have changed; which ones stands in `enrolment_ids`."""

    offering_id: int
    enrolment_ids: tuple[int, ...]


@dataclass(frozen=True)
class AttendanceWarned:
    """Somebody's attendance has come near the threshold, or can no longer reach it."""

    enrolment_id: int
    level: WarningLevel
