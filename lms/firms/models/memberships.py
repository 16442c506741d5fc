"""Who belongs to which firm, and as what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.groups import Group, group_of
from lms.firms.models.firms import Firm
from lms.firms.models.workplaces import Workplace


class MembershipKind(Choice):
    """What a person is in a firm."""

    employee = "employee", N_("Employee")
    manager = "manager", N_("Training manager")


class Membership(Base):
    """A person belongs to a firm, until it ends. A manager sees the firm's people while it lasts.

    `workplace_id`: where the person works, if that is not the head office.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index("uq_memberships_live", "user_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"), index=True)
    kind: Mapped[MembershipKind] = mapped_column(choice(MembershipKind))
    department: Mapped[str] = mapped_column(String(50), default="")
    position: Mapped[str] = mapped_column(String(50), default="")
    workplace_id: Mapped[int | None] = mapped_column(ForeignKey("workplaces.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    firm: Mapped[Firm] = relationship()
    workplace: Mapped[Workplace | None] = relationship()

    @property
    def group(self) -> Group:
        """The seat group of the person now: by the workplace's region, else by the firm's."""
        place = self.workplace if self.workplace is not None else self.firm
        return group_of(place.region_code, self.firm.level)
