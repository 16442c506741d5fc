"""Ways from a free time to the form that asks for the room, for those who may ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from lms.classrooms.free import Span
from lms.classrooms.models import BookableBy, Room
from lms.classrooms.policy import can_ask_for
from lms.core import clock
from lms.core.guard import me

STEP = timedelta(minutes=30)


def askable(rooms: Iterable[Room]) -> frozenset[int]:
    """Ids of the rooms that the reader may ask for. Operators book instead; visitors: see may_try."""
    person = me()
    if person is None or person.is_operator:
        return frozenset()
    found = list(rooms)
    kinds = {room.bookable_by: room for room in found if room.active}
    able = {kind for kind, room in kinds.items() if can_ask_for(person, room)}
    return frozenset(room.id for room in found if room.active and room.bookable_by in able)


def may_try(room: Room) -> bool:
    """May the reader ask for a room? Somebody not signed in may try, unless it is the desk's own."""
    if me() is None:
        return room.active and room.bookable_by is not BookableBy.operators
    return can_ask_for(me(), room)


def soonest(now: datetime) -> datetime:
    """The next round half hour: nothing is booked that has begun."""
    midnight = clock.day_bounds(clock.to_seoul(now).date())[0]
    return midnight - (midnight - now) // STEP * STEP


def within_rules(room: Room, span: Span, now: datetime) -> Span | None:
    """What of a free time may be asked for now by the room's own rules; None if nothing."""
    first = soonest(now + timedelta(hours=room.ask_by_hours))
    last_day = clock.to_seoul(now).date() + timedelta(days=room.ahead_days)
    start = max(span[0], first)
    longest = start + timedelta(minutes=room.max_minutes)
    end = min(span[1], longest, clock.day_bounds(last_day)[1])
    return (start, end) if end - start >= timedelta(minutes=room.min_minutes) else None


def new_booking(room: Room, span: Span) -> str:
    """The form that books a room at the desk, with the time filled in."""
    return url_for("classrooms.desk_new_booking", room=room.code, **written(span))


def new_request(room: Room, span: Span) -> str:
    """The form that asks for a room, with the time filled in."""
    return url_for("room_requests.ask", code=room.code, **written(span))


def written(span: Span) -> dict[str, Any]:
    """A time as those forms read it from their address."""
    start, end = (clock.to_seoul(moment).strftime("%Y-%m-%dT%H:%M") for moment in span)
    return {"from": start, "until": end}
