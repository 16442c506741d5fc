"""The form of a piece of equipment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Regexp

from lms.classrooms.models import Equipment, Room
from lms.classrooms.services import EquipmentValues
from lms.core.forms import Form, line, lines
from lms.core.text import gettext, lazy_gettext

MOVABLE = ""


class EquipmentForm(Form):
    """A piece of equipment. `rooms` are those in which it may stand."""

    code = line(
        lazy_gettext("Number"),
        longest=20,
        validators=(
            Regexp(
                r"[A-Za-z0-9-]+\Z",
                message=lazy_gettext("Letters, digits and hyphens, such as ROBOT-1."),
            ),
        ),
    )
    name = line(lazy_gettext("Name (Korean)"), longest=80)
    name_en = line(lazy_gettext("Name (English)"), longest=80, required=False)
    place = SelectField(lazy_gettext("Where it stands"))
    note = lines(lazy_gettext("Note"), longest=500, required=False)
    active = BooleanField(lazy_gettext("In use"))

    def __init__(self, rooms: Sequence[Room], piece: Equipment | None = None) -> None:
        place = str(piece.room_id) if piece and piece.room_id else MOVABLE
        super().__init__(obj=piece, place=place, active=True)
        self.place.choices = [
            (MOVABLE, gettext("Movable: is booked with any room")),
            *((str(room.id), room.shown_name) for room in rooms),
        ]

    def values(self) -> EquipmentValues:
        """What was entered."""
        data: dict[str, Any] = self.data
        return EquipmentValues(
            code=data["code"],
            name=data["name"],
            name_en=data["name_en"] or "",
            room_id=int(data["place"]) if data["place"] else None,
            note=data["note"] or "",
            active=data["active"],
        )
