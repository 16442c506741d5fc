"""Adding and changing rooms, with their opening hours and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lms.accounts.models import User
from lms.audit import changes
from lms.audit import services as audit
from lms.classrooms.models import BookableBy, Room, RoomHours
from lms.core import codes
from lms.core.db import db

Hours = Mapping[int, tuple[int, int]]

OFFICE_HOURS: Hours = dict.fromkeys(range(5), (9 * 60, 18 * 60))
"""Monday to Friday from 9 to 18: what a room has until somebody says otherwise."""


@dataclass(frozen=True)
class RoomValues:
    """Everything that an operator says about a room.

    Area in square metres; buffers, lengths and the grace time in minutes; hours by weekday (Monday
    is 0) in minutes of the day, a weekday that is left out is closed. The rules: use_rules.py.
    """

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
    min_minutes: int = 30
    max_minutes: int = 540
    ahead_days: int = 60
    ask_by_hours: int = 72
    cancel_by_hours: int = 48
    bookable_by: BookableBy = BookableBy.firms
    needs_approval: bool = True
    release_after_minutes: int | None = None
    is_example: bool = False
    active: bool = True
    hours: Hours = field(default_factory=lambda: OFFICE_HOURS)


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
    """Change a room. New buffers and rules count for bookings made from now on.

    Raises:
        Refused: the code is taken.
    """
    old = _facts(room)
    _write(room, values)
    changed = changes.between(old, _facts(room))
    audit.record(actor.id, "classrooms.update_room", room, **changed)


def _facts(room: Room) -> dict[str, Any]:
    plain = changes.facts_of(room, RoomValues.__dataclass_fields__)
    return {**plain, "hours": [[row.weekday, row.opens_at, row.closes_at] for row in room.hours]}


def _write(room: Room, values: RoomValues) -> None:
    facts = asdict(values)
    hours: Hours = facts.pop("hours")
    with codes.unique(values.code):
        for name, value in facts.items():
            setattr(room, name, value)
        _set_hours(room, hours)
        db.session.add(room)


def _set_hours(room: Room, hours: Hours) -> None:
    kept = {row.weekday: row for row in room.hours if row.weekday in hours}
    for weekday, (opens_at, closes_at) in sorted(hours.items()):
        row = kept.setdefault(weekday, RoomHours(weekday=weekday))
        row.opens_at, row.closes_at = opens_at, closes_at
    room.hours = [kept[weekday] for weekday in sorted(kept)]
