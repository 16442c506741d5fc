"""What is taught and when: offerings, their class sessions, who teaches them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models.courses import Course
from lms.catalogue.rule_columns import RuleColumns
from lms.classrooms.models import Layout, Occurrence
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_, gettext


class OfferingStatus(Choice):
    """Where an offering is in its life."""

    draft = "draft", N_("Being prepared")
    published = "published", N_("Published")
    running = "running", N_("Running")
    finished = "finished", N_("Finished")
    cancelled = "cancelled", N_("Called off")


OFFERING_MOVES: dict[OfferingStatus, frozenset[OfferingStatus]] = {
    OfferingStatus.draft: frozenset({OfferingStatus.published, OfferingStatus.cancelled}),
    OfferingStatus.published: frozenset({OfferingStatus.running, OfferingStatus.cancelled}),
    OfferingStatus.running: frozenset({OfferingStatus.finished}),
    OfferingStatus.finished: frozenset(),
    OfferingStatus.cancelled: frozenset(),
}


class Selection(Choice):
    """How seats are given."""

    first_come = "first_come", N_("First come, first served")
    approval = "approval", N_("By approval")


class CheckIn(Choice):
    """How attendance is taken in the classes of an offering."""

    roll_call = "roll_call", N_("Roll call by the instructor")
    qr = "qr", N_("QR code")
    both = "both", N_("QR code and roll call")


class Stage(Choice):
    """What an offering looks like from outside at a moment: its status and its enrolment window."""

    preparing = "preparing", N_("Being prepared")
    upcoming = "upcoming", N_("Enrolment opens soon")
    open = "open", N_("Open for enrolment")
    closed = "closed", N_("Enrolment closed")
    running = "running", N_("In class")
    finished = "finished", N_("Finished")
    cancelled = "cancelled", N_("Called off")


class Offering(RuleColumns, Base):
    """One run of a course (제N차). Days are days in Seoul; the window's moments are aware UTC."""

    __tablename__ = "offerings"
    __table_args__ = (
        Unique("course_id", "year", "run"),
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("enrol_until > enrol_from", name="window"),
        CheckConstraint("minimum >= 0", name="minimum"),
        Index("ix_offerings_status_starts_on", "status", "starts_on"),
        Index("ix_offerings_course_status_starts_on", "course_id", "status", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int]
    run: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    enrol_from: Mapped[datetime]
    enrol_until: Mapped[datetime]
    cancel_until: Mapped[datetime]
    minimum: Mapped[int] = mapped_column(default=0)
    selection: Mapped[Selection] = mapped_column(choice(Selection), default=Selection.first_come)
    status: Mapped[OfferingStatus] = mapped_column(
        choice(OfferingStatus), default=OfferingStatus.draft
    )
    note: Mapped[str] = mapped_column(String(500), default="")
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    check_in: Mapped[CheckIn] = mapped_column(choice(CheckIn), default=CheckIn.both)

    course: Mapped[Course] = relationship()
    sessions: Mapped[list[ClassSession]] = relationship(
        back_populates="offering", order_by="ClassSession.starts_at"
    )

    @property
    def run_label(self) -> str:
        """제N차, in the reader's language."""
        return gettext("Run %(run)s", run=self.run)

    @property
    def live_sessions(self) -> list[ClassSession]:
        """Its class sessions without those called off."""
        return [session for session in self.sessions if session.called_off_at is None]

    @property
    def is_over(self) -> bool:
        """Finished or called off: nothing of it changes any more."""
        return not OFFERING_MOVES[self.status]

    def stage(self, now: datetime) -> Stage:
        """How it looks at a moment (aware UTC)."""
        if self.status is not OfferingStatus.published:
            return (
                Stage.preparing if self.status is OfferingStatus.draft else Stage(self.status.value)
            )
        if now < self.enrol_from:
            return Stage.upcoming
        return Stage.open if now < self.enrol_until else Stage.closed


class ClassSession(Base):
    """One block of teaching in one room. The break (lunch) lies inside and is not counted.

    A called-off session keeps its row (`called_off_at`) and gives its room back.
    """

    __tablename__ = "class_sessions"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint(
            "(break_from IS NULL AND break_until IS NULL) OR "
            "(break_from > starts_at AND break_until > break_from AND break_until < ends_at)",
            name="break_inside",
        ),
        Index("ix_class_sessions_offering_starts", "offering_id", "starts_at"),
        Index("ix_class_sessions_starts_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), unique=True)
    topic: Mapped[str] = mapped_column(String(120), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    break_from: Mapped[datetime | None]
    break_until: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]

    offering: Mapped[Offering] = relationship(back_populates="sessions")
    occurrence: Mapped[Occurrence] = relationship()
    teaching: Mapped[list[TeachingAssignment]] = relationship(
        back_populates="session", cascade="all, delete-orphan"
    )

    @property
    def layout(self) -> Layout:
        """How its room is set up."""
        return self.occurrence.booking.layout

    @property
    def instructors(self) -> list[User]:
        """Who teaches it."""
        return [assignment.user for assignment in self.teaching]

    @property
    def minutes(self) -> int:
        """Scheduled minutes: from start to end without the break."""
        whole = self.ends_at - self.starts_at
        if self.break_from and self.break_until:
            whole -= self.break_until - self.break_from
        return int(whole.total_seconds()) // 60


class TeachingRole(Choice):
    """In what part somebody teaches."""

    main = "main", N_("Main instructor")
    assistant = "assistant", N_("Assistant")


class TeachingAssignment(Base):
    """Somebody teaches a class session."""

    __tablename__ = "teaching_assignments"
    __table_args__ = (Unique("session_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[TeachingRole] = mapped_column(choice(TeachingRole), default=TeachingRole.main)

    session: Mapped[ClassSession] = relationship(back_populates="teaching")
    user: Mapped[User] = relationship()
