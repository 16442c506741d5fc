"""What can be taught: tracks, courses, their syllabus, and the academy's rule for new ones."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.rule import CLOSE_DAYS, LOCK_DAYS
from lms.catalogue.rule_columns import RuleColumns
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_, in_language


class Track(Base):
    """A field of teaching (현장혁신, 제조자동화, …). `code` also names its colour and icon."""

    __tablename__ = "tracks"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(2), unique=True)
    name_ko: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name_ko, self.name_en)


class Level(Choice):
    """How hard a course is."""

    basic = "basic", N_("Basic")
    practical = "practical", N_("Practical")
    advanced = "advanced", N_("Advanced")


class Tier(Choice):
    """Whom a course is made for (계층)."""

    executive = "executive", N_("Executives")
    manager = "manager", N_("Managers")
    practitioner = "practitioner", N_("Practitioners")


class CourseStatus(Choice):
    """Is the course shown?"""

    draft = "draft", N_("Draft")
    listed = "listed", N_("Listed")
    retired = "retired", N_("No longer taught")


class AcademyRule(RuleColumns, Base):
    """What a new course starts with, and when attendance is closed; one row, set by operators."""

    __tablename__ = "academy_rules"
    __table_args__ = (
        CheckConstraint("close_days >= 0", name="close_days"),
        CheckConstraint("lock_days >= 0", name="lock_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    close_days: Mapped[int] = mapped_column(default=CLOSE_DAYS)
    lock_days: Mapped[int] = mapped_column(default=LOCK_DAYS)


prerequisites = Table(
    "course_prerequisites",
    Base.metadata,
    Column("course_id", ForeignKey("courses.id"), primary_key=True),
    Column("needs_id", ForeignKey("courses.id"), primary_key=True),
)


class Course(RuleColumns, Base):
    """A course of the catalogue. `aims` holds one aim a line; `hours` are training hours."""

    __tablename__ = "courses"
    __table_args__ = (
        CheckConstraint("hours > 0 AND days > 0 AND capacity > 0", name="sizes"),
        CheckConstraint("rule_threshold BETWEEN 1 AND 100", name="threshold"),
        Index("ix_courses_status_code", "status", "code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    title_ko: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    track_id: Mapped[int] = mapped_column(ForeignKey("tracks.id"), index=True)
    level: Mapped[Level] = mapped_column(choice(Level))
    tier: Mapped[Tier] = mapped_column(choice(Tier))
    hours: Mapped[int]
    days: Mapped[int]
    capacity: Mapped[int]
    audience: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(String(500), default="")
    aims: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[CourseStatus] = mapped_column(choice(CourseStatus), default=CourseStatus.draft)
    search_text: Mapped[str] = mapped_column(Text, default="")

    track: Mapped[Track] = relationship()
    units: Mapped[list[SyllabusUnit]] = relationship(
        order_by="SyllabusUnit.position", cascade="all, delete-orphan"
    )
    needs: Mapped[list[Course]] = relationship(
        secondary=prerequisites,
        primaryjoin=lambda: Course.id == prerequisites.c.course_id,
        secondaryjoin=lambda: Course.id == prerequisites.c.needs_id,
    )

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return in_language(self.title_ko, self.title_en)


class SyllabusUnit(Base):
    """One unit of a course's syllabus."""

    __tablename__ = "syllabus_units"
    __table_args__ = (Unique("course_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    hours: Mapped[int]
    summary: Mapped[str] = mapped_column(String(500), default="")
