"""Adding and changing rooms."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.models import Room
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext


@dataclass(frozen=True)
class RoomValues:
    """Everything that an operator says about a room. Area in square metres, buffers in minutes."""

    code: str
    name: str
    floor: int
    capacity: int
    name_en: str = ""
    building: str = ""
    capacity_practice: int | None = None
    area: int | None = None
    equipment: str = ""
    accessibility: str = ""
    description: str = ""
    buffer_before: int = 0
    buffer_after: int = 0
    is_example: bool = False
    active: bool = True


def create_room(*, actor: User, values: RoomValues) -> Room:
    """Add a room.

    Raises:
        Refused: the code is taken.
    """
    room = Room()
    _write(room, values)
    audit.record(actor.id, "classrooms.create_room", room, code=room.code)
    return room


def update_room(*, actor: User, room: Room, values: RoomValues) -> None:
    """Change a room. New buffers count for bookings made from now on.

    Raises:
        Refused: the code is taken.
    """
    old = {name: getattr(room, name) for name in asdict(values)}
    _write(room, values)
    changes: dict[str, Any] = {
        name: [value, getattr(room, name)]
        for name, value in old.items()
        if value != getattr(room, name)
    }
    audit.record(actor.id, "classrooms.update_room", room, **changes)


def _write(room: Room, values: RoomValues) -> None:
    try:
        with db.session.begin_nested():
            for name, value in asdict(values).items():
                setattr(room, name, value)
            db.session.add(room)
            db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "code-taken",
            gettext(
                "The code %(code)s is in use already; please choose another.", code=values.code
            ),
        ) from error
