"""When rooms can't be used: closures, and the academy's own days off."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.classrooms.models.rooms import Room
from lms.core import clock
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class ClosureKind(Choice):
    """Why something is closed."""

    maintenance = "maintenance", N_("Maintenance")
    other = "other", N_("Other reason")


class Closure(Base):
    """A time in which a room, a floor or (neither named) the whole academy can't be used.

    A closure is never deleted: it is lifted.
    """

    __tablename__ = "closures"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("room_id IS NULL OR floor IS NULL", name="one_place"),
        Index("ix_closures_time", "starts_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    floor: Mapped[int | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ClosureKind] = mapped_column(choice(ClosureKind))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]

    room: Mapped[Room | None] = relationship()

    def covers(self, room_id: int, floor: int) -> bool:
        """Does it close this room of this floor?"""
        if self.room_id is not None:
            return self.room_id == room_id
        return self.floor is None or self.floor == floor


class AcademyDay(Base):
    """A day that the academy itself decides about, over weekends and public holidays.

    Either off (a holiday of its own, or one by decree that no library can know) or worked although
    it is a weekend or a holiday.
    """

    __tablename__ = "academy_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(60))
    is_off: Mapped[bool]

    def as_closure(self) -> Closure:
        """The day off as a closure of the whole academy, not saved: to see what it hits."""
        starts_at, ends_at = clock.day_bounds(self.day)
        return Closure(
            starts_at=starts_at, ends_at=ends_at, reason=self.name, kind=ClosureKind.other
        )
