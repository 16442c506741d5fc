"""Seats, and how an offering's seats are given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base, choice
from lms.firms.groups import Group

if TYPE_CHECKING:
    from lms.enrolment.models.enrolments import Enrolment
    from lms.firms.models import Firm


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
        Index("ix_seats_held_until", "held_until",
              sqlite_where=text("held_until IS NOT NULL"),
              postgresql_where=text("held_until IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    number: Mapped[int]
    pool: Mapped[Group | None] = mapped_column(choice(Group))
    held_by_firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"))
    held_until: Mapped[datetime | None]
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))

    enrolment: Mapped[Enrolment | None] = relationship(back_populates="seat")
    held_by: Mapped[Firm | None] = relationship()


class SeatRules(Base):
    """How the seats of one offering are given; an offering without a row has the defaults.

    `common_at`: from then on every seat is for everybody; `released_at`: when that was done.
    `open_to`: groups that may enrol, none named: everybody. `offer_hours`: how long a seat that came
    free is kept for an answer; 0: it is given at once. `hold_limit`: unnamed seats one firm may hold.
    `change_until`: until when one may move to another run or name a colleague instead (none: until the
    first class). `alerted_at`: when the desk was told that the minimum is not reached.
    """

    __tablename__ = "seat_rules"
    __table_args__ = (
        CheckConstraint("offer_hours BETWEEN 0 AND 336", name="offer_hours"),
        CheckConstraint("hold_limit BETWEEN 0 AND 100", name="hold_limit"),
    )

    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offerings.id"), primary_key=True, autoincrement=False
    )
    common_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    open_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    offer_hours: Mapped[int] = mapped_column(default=0)
    hold_limit: Mapped[int] = mapped_column(default=0)
    change_until: Mapped[datetime | None]
    alerted_at: Mapped[datetime | None]

    @property
    def groups(self) -> list[Group]:
        """Groups that may enrol; none: everybody."""
        return [Group(value) for value in self.open_to]
