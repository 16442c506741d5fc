"""Reading pieces of equipment."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.classrooms.models import Equipment, Room
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def equipment_of(room: Room) -> Sequence[Equipment]:
    """The pieces in use that stand in a room."""
    statement = (
        select(Equipment)
        .where(Equipment.room_id == room.id, Equipment.active)
        .order_by(Equipment.name, Equipment.code)
    )
    return db.session.scalars(statement).all()


def movable_equipment() -> Sequence[Equipment]:
    """The pieces in use that may be carried to any room, and so are booked with it."""
    statement = (
        select(Equipment)
        .where(Equipment.room_id.is_(None), Equipment.active)
        .order_by(Equipment.name, Equipment.code)
    )
    return db.session.scalars(statement).all()


def equipment() -> Sequence[Equipment]:
    """All pieces with their rooms, those out of use last."""
    statement = (
        select(Equipment)
        .options(joinedload(Equipment.room))
        .order_by(Equipment.active.desc(), Equipment.name, Equipment.code)
    )
    return db.session.scalars(statement).all()


def get_equipment(equipment_id: int) -> Equipment:
    """One piece, in use or not.

    Raises:
        NotFound: there is none of that number.
    """
    piece = db.session.get(Equipment, equipment_id)
    if piece is None:
        raise NotFound(gettext("There is no such piece of equipment."))
    return piece
