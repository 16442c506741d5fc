"""How rooms stand now, in words: for the floor plans and the door displays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from lms.catalogue.room_uses import RoomUse, room_uses
from lms.classrooms.models import Room
from lms.classrooms.queries.closings import closings_between
from lms.classrooms.standing import Standing, State, standing
from lms.classrooms.views.bars import Reading, open_spans
from lms.core import clock
from lms.core.text import gettext, hour


@dataclass(frozen=True)
class Now:
    """A room as one finds it now: how it stands, who is in it and who comes next today."""

    room: Room
    standing: Standing
    current: RoomUse | None
    following: RoomUse | None

    @property
    def state(self) -> str:
        """free, taken or closed."""
        return self.standing.state.value

    @property
    def word(self) -> str:
        """The state in a word."""
        return {
            State.free: gettext("Free"),
            State.taken: gettext("In use"),
            State.closed: gettext("Closed"),
        }[self.standing.state]

    @property
    def time(self) -> str:
        """Until when it lasts, or when it opens; empty if not today."""
        if self.standing.until is None:
            return ""
        time = hour(self.standing.until)
        if self.standing.state is State.closed:
            return gettext("opens at %(time)s", time=time)
        return gettext("until %(time)s", time=time)

    @property
    def until(self) -> str:
        """Until when, in words; before it the reason of a closure."""
        return " · ".join(part for part in (self.standing.reason, self.time) if part)


def read_today() -> Reading:
    """What is on today, in all rooms: two queries."""
    start, end = clock.day_bounds(clock.today())
    return Reading(room_uses(start, end), closings_between(start, end))


def now_of(room: Room, reading: Reading) -> Now:
    """How a room stands now."""
    today = clock.to_seoul(reading.now).date()
    uses = [use for use in reading.of(room, today) if not use.is_provisional]
    found = standing(
        reading.now,
        open_spans(room, today),
        reading.closings.of(room.id, room.floor, today),
        [(use.starts_at, use.ends_at) for use in uses],
    )
    return Now(
        room,
        found,
        next((use for use in uses if use.starts_at <= reading.now < use.ends_at), None),
        next((use for use in uses if use.starts_at > reading.now), None),
    )


def told(use: RoomUse) -> str:
    """What everybody may read of a use: a published class by its title, the rest by its kind."""
    return use.class_title if use.is_published else use.kind.label


def by_floor(found: Sequence[Now]) -> dict[int, list[Now]]:
    """Rooms by floor, in order."""
    floors: dict[int, list[Now]] = {}
    for one in found:
        floors.setdefault(one.room.floor, []).append(one)
    return floors


def class_page(use: RoomUse | None, *, absolute: bool = False) -> str:
    """The address of the page of the class held; empty if it is none that everybody may know."""
    if use is None or not use.is_published:
        return ""
    return url_for("catalogue.offering", code=use.offering_code, _external=absolute)
