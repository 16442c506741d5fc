"""Enrolments and seats."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.groups import Group
from lms.firms.models import Firm


class EnrolmentStatus(Choice):
    """Where an application stands."""

    applied = "applied", N_("Waiting for approval")
    waiting = "waiting", N_("On the waiting list")
    enrolled = "enrolled", N_("Enrolled")
    refused = "refused", N_("Not accepted")
    cancelled = "cancelled", N_("Cancelled")


ENROLMENT_MOVES: dict[EnrolmentStatus, frozenset[EnrolmentStatus]] = {
    EnrolmentStatus.applied: frozenset(
        {
            EnrolmentStatus.enrolled,
            EnrolmentStatus.waiting,
            EnrolmentStatus.refused,
            EnrolmentStatus.cancelled,
        }
    ),
    EnrolmentStatus.waiting: frozenset(
        {EnrolmentStatus.enrolled, EnrolmentStatus.refused, EnrolmentStatus.cancelled}
    ),
    EnrolmentStatus.enrolled: frozenset({EnrolmentStatus.cancelled}),
    EnrolmentStatus.refused: frozenset(),
    EnrolmentStatus.cancelled: frozenset(),
}

LIVE = frozenset({EnrolmentStatus.applied, EnrolmentStatus.waiting, EnrolmentStatus.enrolled})
_LIVE = text("status IN ('applied', 'waiting', 'enrolled')")


class Enrolment(Base):
    """One person's application for one offering. Firm, region and group are frozen on that day."""

    __tablename__ = "enrolments"
    __table_args__ = (
        Index("uq_enrolments_live", "offering_id", "user_id", unique=True,
              sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_enrolments_line", "offering_id", "status", "priority", "applied_at", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(5), default="")
    group: Mapped[Group] = mapped_column("seat_group", choice(Group), default=Group.other)
    status: Mapped[EnrolmentStatus] = mapped_column(choice(EnrolmentStatus))
    priority: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")

    offering: Mapped[Offering] = relationship()
    user: Mapped[User] = relationship()
    firm: Mapped[Firm | None] = relationship()
    seat: Mapped[Seat | None] = relationship(back_populates="enrolment")

    @property
    def live(self) -> bool:
        """Still open: applied, waiting or enrolled."""
        return self.status in LIVE

    @property
    def waits(self) -> bool:
        """On the waiting list."""
        return self.status is EnrolmentStatus.waiting


class Seat(Base):
    """One place in an offering. Free when it has neither an enrolment nor a live hold."""

    __tablename__ = "seats"
    __table_args__ = (
        Unique("offering_id", "number"),
        # over taken seats only, so that no planner looks for free ones in it
        Index("uq_seats_enrolment_id", "enrolment_id", unique=True,
              sqlite_where=text("enrolment_id IS NOT NULL"),
              postgresql_where=text("enrolment_id IS NOT NULL")),
        Index("ix_seats_free", "offering_id", "pool", "number",
              sqlite_where=text("enrolment_id IS NULL"),
              postgresql_where=text("enrolment_id IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    number: Mapped[int]
    pool: Mapped[Group | None] = mapped_column(choice(Group))
    held_by_firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"))
    held_until: Mapped[datetime | None]
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))

    enrolment: Mapped[Enrolment | None] = relationship(back_populates="seat")
