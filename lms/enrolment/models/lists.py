"""Lists of people that a firm sends for one offering."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.enrolment.models.enrolments import Party
from lms.firms.models import Firm


class ListStatus(Choice):
    """Where a list stands."""

    checking = "checking", N_("To be looked through")
    enrolling = "enrolling", N_("Being enrolled")
    done = "done", N_("All asked for")
    dropped = "dropped", N_("Dropped")


LIST_MOVES: dict[ListStatus, frozenset[ListStatus]] = {
    ListStatus.checking: frozenset({ListStatus.enrolling, ListStatus.dropped}),
    ListStatus.enrolling: frozenset({ListStatus.checking, ListStatus.done}),
    ListStatus.done: frozenset(),
    ListStatus.dropped: frozenset(),
}

_ENROLLING = text("status = 'enrolling'")
_KEPT = text("cleared_at IS NULL")


class UploadedList(Base):
    """People whom a firm wants in one offering, as it typed them, until they are asked for.

    `lines`: what was read and corrected (lists/lines.py), gone as soon as it isn't needed, at
    `cleared_at`. `completed`: courses that each person has completed, by the person's id, as it was
    when they were asked for. `together`: all of them get a seat or all wait. `total`, `checked`: how
    many people, and how many of them have been looked through since it was asked to enrol them.
    `problem`: why it came back to be corrected. `seated`, `waiting`, `invited`: what came of it.
    """

    __tablename__ = "uploaded_lists"
    __table_args__ = (
        CheckConstraint("checked BETWEEN 0 AND total", name="checked"),
        CheckConstraint("(status = 'done') = (party_id IS NOT NULL)", name="party"),
        CheckConstraint("(status = 'enrolling') = (asked_at IS NOT NULL)", name="asked"),
        Index("ix_uploaded_lists_offering_id_firm_id", "offering_id", "firm_id"),
        Index("ix_uploaded_lists_asked_at", "asked_at",
              sqlite_where=_ENROLLING, postgresql_where=_ENROLLING),
        Index("ix_uploaded_lists_created_at", "created_at",
              sqlite_where=_KEPT, postgresql_where=_KEPT),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"))
    firm_id: Mapped[int] = mapped_column(ForeignKey("firms.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    together: Mapped[bool] = mapped_column(default=False)
    status: Mapped[ListStatus] = mapped_column(choice(ListStatus), default=ListStatus.checking)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    completed: Mapped[dict[str, list[int]]] = mapped_column(JSON, default=dict)
    total: Mapped[int] = mapped_column(default=0)
    checked: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(500), default="")
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    seated: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    invited: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]

    offering: Mapped[Offering] = relationship()
    firm: Mapped[Firm] = relationship()
    actor: Mapped[User] = relationship()
    party: Mapped[Party | None] = relationship()
