"""What is kept beside the events: scans that were refused, sheets that were typed and uploaded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_


class Refusal(Choice):
    """Why a scan was refused."""

    expired = "expired", N_("The code had expired")
    other_class = "other_class", N_("The code of another class")
    guessed = "guessed", N_("A code that no class has")
    locked = "locked", N_("The roll call was closed already")
    not_seen = "not_seen", N_("Leaving without having come")
    too_often = "too_often", N_("Too many codes in a short time")


class RefusedScan(Base):
    """Scans of one person that one class refused for one reason: when first and last, how often.

    A row a reason, counted up: whoever tries for an hour fills no disk. Kept for `NOTES_KEPT`.
    """

    __tablename__ = "refused_scans"
    __table_args__ = (
        Unique("session_id", "user_id", "why"),
        CheckConstraint("times > 0", name="times"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("class_sessions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    why: Mapped[Refusal] = mapped_column(choice(Refusal))
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User] = relationship()


class TypedSheet(Base):
    """A signed sheet that was typed into the template and uploaded: what it says, until it is entered.

    `cells` holds what each filled cell says (`typed_cells.TypedCell`); it is emptied when entered.
    """

    __tablename__ = "typed_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(200))
    cells: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    entered_at: Mapped[datetime | None]

    offering: Mapped[Offering] = relationship()
