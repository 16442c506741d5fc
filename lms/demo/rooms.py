"""Demo rooms on floors 1 and 2, marked as examples, and what the academy itself books them for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from lms.accounts.models import User
from lms.classrooms import services
from lms.classrooms.models import BookableBy, BookingKind, Room
from lms.core import clock
from lms.demo.days import teaching_day
from lms.demo.pictures import PALETTE, Look, picture
from lms.demo.tables import rows

NUMBERS = (
    "floor", "capacity", "capacity_practice", "area", "buffer_before", "buffer_after", "min_minutes",
    "max_minutes", "ahead_days", "ask_by_hours", "cancel_by_hours", "release_after_minutes",
)  # fmt: skip


def add_rooms(operator: User) -> dict[str, Room]:
    """All demo rooms, by code, with their pictures and pieces of equipment."""
    rooms = {
        row["code"]: services.create_room(actor=operator, values=_values(row))
        for row in rows("rooms")
    }
    for row in rows("pictures"):
        look = Look(
            wall=PALETTE[row["wall"]],
            rows=int(row["rows"]),
            desks=int(row["desks"]),
            devices=row["devices"] == "1",
        )
        services.add_photo(
            actor=operator, room=rooms[row["room"]], upload=picture(look), shows=row["shows"]
        )
    for row in rows("equipment"):
        room = rooms.get(row["room"])
        values = services.EquipmentValues(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            room_id=room.id if room else None,
            note=row["note"],
        )
        services.create_equipment(actor=operator, values=values)
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


def _values(row: dict[str, str]) -> services.RoomValues:
    return services.RoomValues(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        equipment=row["equipment"].replace(", ", "\n"),
        accessibility=row["accessibility"],
        description=row["description"],
        bookable_by=BookableBy(row["bookable_by"]),
        needs_approval=row["needs_approval"] == "1",
        hours=_hours(row),
        is_example=True,
        **{name: int(row[name]) if row[name] else None for name in NUMBERS},  # type: ignore[arg-type]  # those that may not be empty are filled in
    )


def _hours(row: dict[str, str]) -> dict[int, tuple[int, int]]:
    weekdays = dict.fromkeys(range(5), row["weekdays"])
    return {day: _span(text) for day, text in {**weekdays, 5: row["saturday"]}.items() if text}


def _span(text: str) -> tuple[int, int]:
    opens, closes = (time.fromisoformat(each) for each in text.split("-"))
    return opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
