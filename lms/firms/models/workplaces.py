"""Workplaces of firms (사업장)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base
from lms.firms.models.firms import Firm, Region

_LIVE = text("ended_at IS NULL")
_NUMBERED = text("ended_at IS NULL AND number <> ''")


class Workplace(Base):
    """A plant, branch or office of a firm that lies elsewhere than its head office.

    Where somebody works decides, with the firm's level, which seats are kept for them. `number`: the
    four digits the tax office gave it (종사업장번호), or nothing.
    """

    __tablename__ = "workplaces"
    __table_args__ = (
        CheckConstraint("length(number) IN (0, 4)", name="number_length"),
        Index("uq_workplaces_name", "firm_id", "name", unique=True,
              sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_workplaces_number", "firm_id", "number", unique=True,
              sqlite_where=_NUMBERED, postgresql_where=_NUMBERED),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"))
    name: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(4), default="")
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    firm: Mapped[Firm] = relationship()
    region: Mapped[Region] = relationship()
