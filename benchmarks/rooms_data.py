"""Ten rooms and years of bookings to measure against: about ten thousand times a year."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import insert

from lms.classrooms.models import (
    Booking,
    BookingKind,
    Occurrence,
    OccurrenceStatus,
    Room,
    RoomHours,
)
from lms.core import clock
from lms.core.db import commit, db
from lms.core.gate import Gate

ROOMS = 10
A_DAY = ((time(9), time(12)), (time(13), time(15)), (time(15), time(17)), (time(17), time(18)))
"""What each room is booked for on a working day: 10 × 4 × 260 make 10,400 times a year."""
BATCH = 5000


def fill_rooms(app: Gate) -> None:
    """Add ten rooms, open from Monday to Friday."""
    with app.app_context():
        for n in range(1, ROOMS + 1):
            hours = [RoomHours(weekday=day, opens_at=540, closes_at=1080) for day in range(5)]
            db.session.add(
                Room(code=f"B{n:02d}", name=f"강의실 {n}", floor=1 + n % 2, capacity=20 + n,
                     hours=hours)
            )  # fmt: skip
        commit()


def fill_bookings(app: Gate, first: date, last: date) -> int:
    """Book every room on every working day from the first to the last; how many times that makes."""
    with app.app_context():
        rooms = db.session.query(Room).filter(Room.code.startswith("B")).all()
        bookings = [_booking(room) for room in rooms]
        db.session.add_all(bookings)
        db.session.flush()
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        rows = [
            _occurrence(booking.id, room.id, day, start, end)
            for day in days
            if day.weekday() < 5
            for room, booking in zip(rooms, bookings, strict=True)
            for start, end in A_DAY
        ]
        for at in range(0, len(rows), BATCH):
            db.session.execute(insert(Occurrence), rows[at : at + BATCH])
        commit()
        _settle()
    return len(rows)


def _settle() -> None:
    """Let the database look at what it holds, as it does by itself after a while."""
    db.session.execute(db.text("ANALYZE"))
    commit()


def _booking(room: Room) -> Booking:
    return Booking(kind=BookingKind.internal, title=f"예약 {room.code}", created_at=clock.now())


def _occurrence(
    booking_id: int, room_id: int, day: date, start: time, end: time
) -> dict[str, object]:
    starts_at, ends_at = clock.at(day, start), clock.at(day, end)
    return {
        "booking_id": booking_id,
        "room_id": room_id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "blocked_from": starts_at,
        "blocked_until": ends_at,
        "status": OccurrenceStatus.confirmed,
        "revision": 0,
    }
