"""Invitations: a firm asks somebody to be one of its people, and the person answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.models.firms import Firm
from lms.firms.models.memberships import MembershipKind
from lms.firms.models.workplaces import Workplace


class InvitationAnswer(Choice):
    """How an invitation ended."""

    accepted = "accepted", N_("Invitation accepted")
    declined = "declined", N_("Invitation declined")
    withdrawn = "withdrawn", N_("Invitation withdrawn")
    lapsed = "lapsed", N_("No answer in time")


_OPEN = text("answered_at IS NULL")
_MAIL_DUE = text("mail_due_at IS NOT NULL")


class Invitation(Base):
    """A firm invites the owner of an address. While it is open it is no membership.

    The firm knows what it typed itself (`email`, `name`, …) and nothing of the account: not even
    whether there was one. `mail_due_at`: the next mail (the first one, then one reminder) is to be
    written from then on. `consent_*`: the text that the person agreed to when accepting, or
    nothing if the person joined the firm in another way.
    `erased_at`: what the firm had typed is blank since then.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        Index("uq_invitations_open", "firm_id", "user_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_invitations_expires_at", "expires_at",
              sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_invitations_mail_due_at", "mail_due_at",
              sqlite_where=_MAIL_DUE, postgresql_where=_MAIL_DUE),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(50))
    phone: Mapped[str] = mapped_column(String(20), default="")
    department: Mapped[str] = mapped_column(String(50), default="")
    position: Mapped[str] = mapped_column(String(50), default="")
    workplace_id: Mapped[int | None] = mapped_column(ForeignKey("workplaces.id"))
    kind: Mapped[MembershipKind] = mapped_column(choice(MembershipKind))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    mail_due_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[InvitationAnswer | None] = mapped_column(choice(InvitationAnswer))
    consent_version: Mapped[str] = mapped_column(String(20), default="")
    consent_hash: Mapped[str] = mapped_column(String(64), default="")
    erased_at: Mapped[datetime | None]

    firm: Mapped[Firm] = relationship()
    workplace: Mapped[Workplace | None] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])

    @property
    def is_open(self) -> bool:
        """Can it still be answered now?"""
        return self.answered_at is None and clock.now() < self.expires_at
