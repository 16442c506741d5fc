"""Regions and firms."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.firms.business_number import shown
from lms.firms.groups import FactoryLevel, Group, group_of
from lms.firms.kinds import FirmKind

SEARCHED = 800
"""Letters of a firm's search text."""


class Region(Base):
    """A city, county or province as it was called from one day to another (행정표준코드, 5 digits)."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    province: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(30), default="")
    name_en: Mapped[str] = mapped_column(String(40), default="")
    rolls_up_to: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]

    @property
    def full_name(self) -> str:
        """Province and city or county."""
        return f"{self.province} {self.name}".strip()


class FirmSize(Choice):
    """Size class of a firm (중소기업기본법)."""

    micro = "micro", N_("Micro firm")
    small = "small", N_("Small firm")
    medium = "medium", N_("Medium-sized firm")
    middle = "middle", N_("Middle-standing firm")
    large = "large", N_("Large firm")


class FirmStatus(Choice):
    """Where a firm's registration stands."""

    pending = "pending", N_("Waiting for approval")
    approved = "approved", N_("Approved")
    refused = "refused", N_("Refused")


class Firm(Base):
    """A firm whose people learn here. Digits only in `business_number`.

    `absence_notice`: its managers want a mail on the day when one of its people is absent.
    """

    __tablename__ = "firms"
    __table_args__ = (
        CheckConstraint("length(business_number) = 10", name="business_number_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_number: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[FirmKind] = mapped_column(choice(FirmKind), default=FirmKind.corporation)
    representative: Mapped[str] = mapped_column(String(50), default="")
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str] = mapped_column(String(200), default="")
    industry: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[FirmSize] = mapped_column(choice(FirmSize), default=FirmSize.small)
    level: Mapped[FactoryLevel] = mapped_column(choice(FactoryLevel), default=FactoryLevel.none)
    status: Mapped[FirmStatus] = mapped_column(choice(FirmStatus), default=FirmStatus.pending)
    created_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(String(SEARCHED), default="")
    absence_notice: Mapped[bool] = mapped_column(default=False)

    region: Mapped[Region] = relationship()

    @property
    def shown_number(self) -> str:
        """Business number with hyphens."""
        return shown(self.business_number)

    @property
    def group(self) -> Group:
        """The seat group the firm belongs to now."""
        return group_of(self.region_code, self.level)
