"""Firms that ask to be registered, and people who ask to join one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.business_number import shown
from lms.firms.groups import FactoryLevel, Group, group_of
from lms.firms.kinds import FirmKind
from lms.firms.models.firms import Firm, FirmSize, Region
from lms.firms.models.memberships import MembershipKind


class RegistrationStatus(Choice):
    """Where a firm's registration, or a request to join a firm, stands."""

    waiting = "waiting", N_("Being examined")
    asked = "asked", N_("More is needed")
    approved = "approved", N_("Approved")
    refused = "refused", N_("Refused")
    withdrawn = "withdrawn", N_("Cancelled by the asker")


REGISTRATION_MOVES: dict[RegistrationStatus, frozenset[RegistrationStatus]] = {
    RegistrationStatus.waiting: frozenset(
        {
            RegistrationStatus.asked,
            RegistrationStatus.approved,
            RegistrationStatus.refused,
            RegistrationStatus.withdrawn,
        }
    ),
    RegistrationStatus.asked: frozenset(
        {
            RegistrationStatus.waiting,
            RegistrationStatus.approved,
            RegistrationStatus.refused,
            RegistrationStatus.withdrawn,
        }
    ),
    RegistrationStatus.approved: frozenset(),
    RegistrationStatus.refused: frozenset(),
    RegistrationStatus.withdrawn: frozenset(),
}

OPEN = frozenset({RegistrationStatus.waiting, RegistrationStatus.asked})
"""Nobody has decided yet."""

_OPEN = text("status IN ('waiting', 'asked')")


class Registration(Base):
    """Somebody asks that a firm be registered (기업 등록 신청), or to belong to one that is.

    `joins`: the firm was here already, or came here meanwhile; `firm_id` is then known. Of a new firm
    it is known once it is approved. `wanted`: what the asker wants to be there. `certificate_*`: the
    business registration certificate, in the storage until some time after the decision
    (services/keeping.py). `consent_*`: the text about what the firm's managers see, as agreed to.
    """

    __tablename__ = "firm_registrations"
    __table_args__ = (
        CheckConstraint("length(business_number) = 10", name="business_number_length"),
        CheckConstraint("joins = false OR firm_id IS NOT NULL", name="joins"),
        CheckConstraint("status <> 'approved' OR firm_id IS NOT NULL", name="approved"),
        CheckConstraint(
            "(status IN ('waiting', 'asked')) = (decided_at IS NULL)", name="decided"
        ),
        Index("uq_firm_registrations_open", "asked_by_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_firm_registrations_status", "status", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    status: Mapped[RegistrationStatus] = mapped_column(
        choice(RegistrationStatus), default=RegistrationStatus.waiting
    )
    business_number: Mapped[str] = mapped_column(String(10), index=True)
    joins: Mapped[bool] = mapped_column(default=False)
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"), index=True)
    wanted: Mapped[MembershipKind] = mapped_column(choice(MembershipKind))
    name: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[FirmKind] = mapped_column(choice(FirmKind), default=FirmKind.corporation)
    representative: Mapped[str] = mapped_column(String(50), default="")
    region_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str] = mapped_column(String(200), default="")
    industry: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[FirmSize] = mapped_column(choice(FirmSize), default=FirmSize.small)
    level: Mapped[FactoryLevel] = mapped_column(choice(FactoryLevel), default=FactoryLevel.none)
    department: Mapped[str] = mapped_column(String(50), default="")
    position: Mapped[str] = mapped_column(String(50), default="")
    certificate_key: Mapped[str] = mapped_column(String(64), default="", index=True)
    certificate_name: Mapped[str] = mapped_column(String(200), default="")
    consent_version: Mapped[str] = mapped_column(String(20), default="")
    consent_hash: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    firm: Mapped[Firm | None] = relationship()
    region: Mapped[Region | None] = relationship()
    steps: Mapped[list[RegistrationStep]] = relationship(
        back_populates="registration", order_by="RegistrationStep.id"
    )

    @property
    def is_open(self) -> bool:
        """Not decided yet?"""
        return self.status in OPEN

    @property
    def shown_number(self) -> str:
        """Business number with hyphens."""
        return shown(self.business_number)

    @property
    def firm_name(self) -> str:
        """The firm's name as it is registered, or as it was typed."""
        return self.firm.name if self.firm is not None else self.name

    @property
    def group(self) -> Group:
        """The seat group that the firm will have, or has."""
        if self.firm is not None:
            return self.firm.group
        return group_of(self.region_code, self.level)


class RegistrationStep(Base):
    """One step of a registration: what it became, when, by whom (nobody: the system), in which words.

    Only ever added; asker and academy read the same story.
    """

    __tablename__ = "firm_registration_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("firm_registrations.id"), index=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    status: Mapped[RegistrationStatus] = mapped_column(choice(RegistrationStatus))
    message: Mapped[str] = mapped_column(Text, default="")

    registration: Mapped[Registration] = relationship(back_populates="steps")
    actor: Mapped[User | None] = relationship()
