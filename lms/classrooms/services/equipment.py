"""Pieces of equipment: added, changed, taken out of use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.models import Equipment
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext


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
    old = {name: getattr(piece, name) for name in asdict(values)}
    _write(piece, values)
    changes: dict[str, Any] = {
        name: [value, getattr(piece, name)]
        for name, value in old.items()
        if value != getattr(piece, name)
    }
    audit.record(actor.id, "classrooms.update_equipment", piece, **changes)


def _write(piece: Equipment, values: EquipmentValues) -> None:
    try:
        with db.session.begin_nested():
            for name, value in asdict(values).items():
                setattr(piece, name, value)
            db.session.add(piece)
            db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "code-taken",
            gettext(
                "The code %(code)s is in use already; please choose another.", code=values.code
            ),
        ) from error
    db.session.refresh(piece, ["room"])
