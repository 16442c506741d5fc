"""Pieces of equipment: added, changed, taken out of use."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from lms.accounts.models import User
from lms.audit import changes
from lms.audit import services as audit
from lms.classrooms.models import Equipment
from lms.core import codes
from lms.core.db import db


@dataclass(frozen=True)
class EquipmentValues:
    """What an operator says about a piece; without a room it is movable."""

    code: str
    name: str
    name_en: str = ""
    room_id: int | None = None
    note: str = ""
    active: bool = True


def create_equipment(*, actor: User, values: EquipmentValues) -> Equipment:
    """Add a piece.

    Raises:
        Refused: the code is taken.
    """
    piece = Equipment()
    _write(piece, values)
    audit.record(actor.id, "classrooms.create_equipment", piece, code=piece.code)
    return piece


def update_equipment(*, actor: User, piece: Equipment, values: EquipmentValues) -> None:
    """Change a piece. Bookings that have it keep it.

    Raises:
        Refused: the code is taken.
    """
    names = asdict(values)
    old = changes.facts_of(piece, names)
    _write(piece, values)
    new = changes.facts_of(piece, names)
    changed = changes.between(old, new)
    audit.record(actor.id, "classrooms.update_equipment", piece, **changed)


def _write(piece: Equipment, values: EquipmentValues) -> None:
    with codes.unique(values.code):
        for name, value in asdict(values).items():
            setattr(piece, name, value)
        db.session.add(piece)
    db.session.refresh(piece, ["room"])
