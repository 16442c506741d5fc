"""Displays: a tablet at a room's door, a screen in the lobby. They read themselves anew; no names."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, url_for

from lms.catalogue.room_uses import RoomUse
from lms.classrooms import queries
from lms.classrooms.models import BookingKind
from lms.classrooms.views.blueprint import doors
from lms.classrooms.views.states import by_floor, class_page, now_of, read_today, told
from lms.core import clock
from lms.core.guard import public
from lms.core.page_cache import same_for_visitors
from lms.core.symbols import qr_symbol


@doors.get("/door")
@public
@same_for_visitors
def lobby() -> str:
    """Every room: what is on now and what comes next today."""
    reading = read_today()
    found = [now_of(room, reading) for room in queries.rooms(with_hours=True)]
    return render_template(
        "classrooms/lobby.html",
        floors=sorted(by_floor(found).items()),
        told=told,
        moment=reading.now,
    )


@doors.get("/door/<code>")
@public
@same_for_visitors
def door(code: str) -> str:
    """One room: now, next, the rest of the day; as a QR symbol the class's page, or the check-in."""
    room = queries.get_room(code)
    reading = read_today()
    now = now_of(room, reading)
    today = clock.to_seoul(reading.now).date()
    later = [
        use
        for use in reading.of(room, today)
        if not use.is_provisional and use.starts_at > reading.now
    ]
    shown = now.current or now.following
    to_check_in = shown is not None and shown.kind is BookingKind.request
    way = "room_requests.at_the_door" if to_check_in else "classrooms.room"
    href = class_page(shown, absolute=True) or url_for(way, code=code, _external=True)
    return render_template(
        "classrooms/door.html",
        room=room,
        now=now,
        later=later,
        told=told,
        percent=_percent(now.current, reading.now),
        symbol=qr_symbol(href),
        is_class=bool(class_page(shown)),
        to_check_in=to_check_in,
        moment=reading.now,
    )


def _percent(use: RoomUse | None, now: datetime) -> int:
    """How much of a use is over, in percent."""
    return int((now - use.starts_at) * 100 / (use.ends_at - use.starts_at)) if use else 0
