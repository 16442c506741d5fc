"""Pieces of equipment."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.classrooms.models.rooms import Room
from lms.core.db import Base
from lms.core.text import in_language


class Equipment(Base):
    """One piece, one row. It stands in a room, or is movable (no room) and is booked with one."""

    __tablename__ = "equipment"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    active: Mapped[bool] = mapped_column(default=True)

    room: Mapped[Room | None] = relationship()

    @property
    def shown_name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def is_movable(self) -> bool:
        """May it be carried to any room?"""
        return self.room_id is None
