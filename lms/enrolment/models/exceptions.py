"""What is true of one person only: a deadline put off, a bar after a no-show, an interest."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models import Course
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class Deadline(Choice):
    """A deadline that can be put off for one person."""

    enrol = "enrol", N_("Enrolling")
    cancel = "cancel", N_("Cancelling")
    change = "change", N_("Changing")


class Extension(Base):
    """One deadline of one offering put off for one person, with the reason."""

    __tablename__ = "extensions"
    __table_args__ = (Unique("offering_id", "user_id", "deadline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deadline: Mapped[Deadline] = mapped_column(choice(Deadline))
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class NoShow(Base):
    """Somebody had a seat and never came: barred from enrolling until a day, unless lifted."""

    __tablename__ = "no_shows"
    __table_args__ = (Index("ix_no_shows_user_until", "user_id", "barred_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    barred_until: Mapped[date]
    lifted_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]


class Interest(Base):
    """Somebody wants to hear when a course is scheduled; `told_at`: when that was done."""

    __tablename__ = "interests"
    __table_args__ = (Unique("course_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship()
    user: Mapped[User] = relationship()
