"""Enrolments and their states."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.groups import Group
from lms.firms.models import Firm

if TYPE_CHECKING:
    from lms.enrolment.models.seats import Seat


class EnrolmentStatus(Choice):
    """Where an application stands."""

    applied = "applied", N_("Waiting for approval")
    waiting = "waiting", N_("On the waiting list")
    offered = "offered", N_("Seat offered")
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
        {
            EnrolmentStatus.offered,
            EnrolmentStatus.enrolled,
            EnrolmentStatus.refused,
            EnrolmentStatus.cancelled,
        }
    ),
    EnrolmentStatus.offered: frozenset({EnrolmentStatus.enrolled, EnrolmentStatus.cancelled}),
    EnrolmentStatus.enrolled: frozenset({EnrolmentStatus.cancelled}),
    EnrolmentStatus.refused: frozenset(),
    EnrolmentStatus.cancelled: frozenset(),
}

LIVE = frozenset(
    {
        EnrolmentStatus.applied,
        EnrolmentStatus.waiting,
        EnrolmentStatus.offered,
        EnrolmentStatus.enrolled,
    }
)
SEATED = frozenset({EnrolmentStatus.offered, EnrolmentStatus.enrolled})
"""Who has a seat: for sure, or kept until the offer is answered."""

_LIVE = text("status IN ('applied', 'waiting', 'offered', 'enrolled')")


class Party(Base):
    """Colleagues for whom a firm asked together: all of them or nobody, or as many as fit."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"), index=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    together: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Enrolment(Base):
    """One person's application for one offering. Firm, region and group are frozen on that day.

    `priority`: 0, or more for those who stand behind the others in line (rules.py). `offered_until`: a
    seat is kept until then for an answer. `party_id`: asked for together with others. `came_from_id`:
    the enrolment whose place this one took over (another run, or a colleague).
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        CheckConstraint("(status = 'offered') = (offered_until IS NOT NULL)", name="offer"),
        Index("uq_enrolments_live", "offering_id", "user_id", unique=True,
              sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_enrolments_offered_until", "offered_until",
              sqlite_where=text("status = 'offered'"), postgresql_where=text("status = 'offered'")),
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
    offered_until: Mapped[datetime | None]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"), index=True)
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))

    offering: Mapped[Offering] = relationship()
    user: Mapped[User] = relationship()
    firm: Mapped[Firm | None] = relationship()
    seat: Mapped[Seat | None] = relationship(back_populates="enrolment")
    party: Mapped[Party | None] = relationship()

    @property
    def live(self) -> bool:
        """Still open: applied, waiting or enrolled."""
        return self.status in LIVE

    @property
    def waits(self) -> bool:
        """On the waiting list."""
        return self.status is EnrolmentStatus.waiting
