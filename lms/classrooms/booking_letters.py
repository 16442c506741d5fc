"""What the owner of a booking is told when somebody else moves or cancels it.

Of a class its people are told as of a class (enrolment/class_letters.py), and who has lost a time of
a request is told by the request (room_requests); not here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lms.accounts.models import User
from lms.classrooms.events import BookingCancelled, BookingMoved
from lms.classrooms.models import Booking, BookingKind, Occurrence
from lms.classrooms.queries import get_booking
from lms.core.text import N_, in_language, speaking
from lms.notifications import services as notifications

NAMED = 20
"""So many times are named in one mail."""


def moved(event: BookingMoved) -> None:
    """Your booking has another room or time."""
    booking = get_booking(event.booking_id)
    owner = _owner(booking, event.by_id)
    if owner is None or booking.kind is BookingKind.class_:
        return
    old = {one.occurrence_id: one for one in event.moves}
    times = [
        {
            **_time(owner, occurrence),
            "old_start_at": old[occurrence.id].old_starts_at,
            "old_end_at": old[occurrence.id].old_ends_at,
            "old_room": old[occurrence.id].old_room,
        }
        for occurrence in _named(booking, old.keys())
    ]
    _write(owner, booking, "booking_moved", times=times, more=max(0, len(old) - NAMED))


def cancelled(event: BookingCancelled) -> None:
    """Your booking was cancelled."""
    booking = get_booking(event.booking_id)
    owner = _owner(booking, event.by_id)
    if owner is None or booking.kind is not BookingKind.internal:
        return
    times = [_time(owner, occurrence) for occurrence in _named(booking, event.occurrence_ids)]
    more = max(0, len(event.occurrence_ids) - NAMED)
    _write(owner, booking, "booking_cancelled", times=times, more=more, reason=event.reason)


def _owner(booking: Booking, by_id: int | None) -> User | None:
    return None if booking.owner_id == by_id else booking.owner


def _named(booking: Booking, ids: Collection[int]) -> list[Occurrence]:
    return [each for each in booking.occurrences if each.id in ids][:NAMED]


def _time(owner: User, occurrence: Occurrence) -> dict[str, Any]:
    with speaking(owner.locale):
        room = in_language(occurrence.room.name, occurrence.room.name_en)
    return {"start_at": occurrence.starts_at, "end_at": occurrence.ends_at, "room": room}


def _write(owner: User, booking: Booking, name: str, **facts: Any) -> None:
    way = {"action_url": "/classrooms", "action_label": N_("See the free rooms")}
    if owner.is_operator:
        way = {"action_url": f"/desk/bookings/{booking.id}", "action_label": N_("See the booking")}
    elif booking.kind is BookingKind.request:
        way = {"action_url": "/my/room-requests", "action_label": N_("See my requests")}
    notifications.write(owner, f"classrooms/{name}", title=booking.title, **facts, **way)
