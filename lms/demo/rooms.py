"""Demo rooms on floors 1 and 2, marked as examples, and what the academy itself books them for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms import services
from lms.classrooms.models import BookingKind, Room
from lms.core import clock
from lms.core.db import db
from lms.demo.days import teaching_day
from lms.demo.tables import rows


def add_rooms(operator: User) -> dict[str, Room]:
    """All demo rooms, by code."""
    rooms = {row["code"]: _room(row) for row in rows("rooms")}
    db.session.add_all(rooms.values())
    db.session.flush()
    for room in rooms.values():
        audit.record(operator.id, "classrooms.create_room", room, code=room.code)
    return rooms


def book_rooms(operator: User, rooms: Mapping[str, Room], today: date) -> None:
    """Meetings and the like around today."""
    for row in rows("bookings"):
        day = teaching_day(today, int(row["day"]))
        services.book(
            actor=operator,
            kind=BookingKind.internal,
            title=row["title"],
            owner=operator,
            room=rooms[row["room"]],
            starts_at=clock.at(day, time.fromisoformat(row["starts"])),
            ends_at=clock.at(day, time.fromisoformat(row["ends"])),
        )


def _room(row: dict[str, str]) -> Room:
    return Room(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        floor=int(row["floor"]),
        capacity=int(row["capacity"]),
        capacity_practice=int(row["capacity_practice"]) if row["capacity_practice"] else None,
        area=int(row["area"]),
        equipment=row["equipment"],
        accessibility=row["accessibility"],
        description=row["description"],
        buffer_before=int(row["buffer_before"]),
        buffer_after=int(row["buffer_after"]),
        is_example=True,
    )
