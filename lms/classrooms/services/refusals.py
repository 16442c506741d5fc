"""Why a room can't be had: what stands there, and what is free instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.classrooms import queries
from lms.classrooms.alternatives import Alternative, alternatives, next_days
from lms.classrooms.models import Room
from lms.classrooms.preview import Taken
from lms.core import clock
from lms.core.errors import Refused
from lms.core.text import gettext, hour, ngettext, short_day

DAYS_AHEAD = 10
"""How many working days are looked at for another day."""
NAMED = 5
"""How many of the times in the way are named."""


class RoomTaken(Refused):
    """The room is taken; says by what, and holds what is free instead.

    Attributes:
        what: the sentence without the alternatives, where these are shown another way.
        taken: what stands in the way.
        alternatives: other rooms, hours and days that are free.
    """

    def __init__(
        self, room: Room, taken: Sequence[Taken], alternatives: Sequence[Alternative]
    ) -> None:
        there = in_words(taken)
        self.what = gettext("%(room)s is taken: %(there)s.", room=room.name, there=there)
        super().__init__("room-taken", f"{self.what} {_way_out(alternatives)}")
        self.taken = taken
        self.alternatives = alternatives


class EquipmentTaken(Refused):
    """A movable piece of equipment goes along with something else then.

    Attributes:
        taken: with what.
    """

    def __init__(self, taken: Sequence[Taken]) -> None:
        there = in_words(taken)
        sentence = gettext(
            "This equipment is in use elsewhere then: %(there)s. Please leave it out, or choose "
            "another time.",
            there=there,
        )
        super().__init__("equipment-taken", sentence)
        self.taken = taken


class PushesOut(Refused):
    """Somebody has asked for the room at that time; whoever books may push them out knowingly.

    Attributes:
        taken: the requests that would lose their time.
    """

    def __init__(self, taken: Sequence[Taken]) -> None:
        sentence = gettext(
            "This has been requested and would be pushed out: %(there)s. Please confirm that, or "
            "choose another room or time.",
            there=in_words(taken),
        )
        super().__init__("pushes-out", sentence)
        self.taken = taken


def alternatives_to(
    room: Room, starts_at: datetime, ends_at: datetime, people: int = 1
) -> list[Alternative]:
    """What is free instead of a room at a time: see alternatives.py."""
    day = clock.to_seoul(starts_at).date()
    work_days = queries.work_days(day, day + timedelta(days=3 * DAYS_AHEAD))
    days = next_days(day, DAYS_AHEAD, work_days.is_off)
    margin = timedelta(days=1)
    start, end = starts_at - margin, clock.day_bounds(days[-1])[1] + margin
    occupied = queries.taken_between(start, end)
    closures = queries.closures_between(start, end)
    places = queries.places(queries.rooms(), occupied, closures)
    return alternatives(room.code, starts_at, ends_at, places, people=people, days=days)


def in_words(taken: Sequence[Taken]) -> str:
    """The first few of what stands in the way, and how many more."""
    named = ", ".join(one.words for one in taken[:NAMED])
    more = len(taken) - NAMED
    if more <= 0:
        return named
    return ngettext("%(named)s and %(num)s more", "%(named)s and %(num)s more", more, named=named)


def _way_out(alternatives: Sequence[Alternative]) -> str:
    if not alternatives:
        return gettext("Nothing near is free; please choose another day.")
    names = {room.code: room.name for room in queries.rooms()}
    free = [f"{names[a.code]} {_time(a.starts_at, a.ends_at)}" for a in alternatives[:4]]
    return gettext("Free instead: %(free)s.", free=", ".join(free))


def _time(start: datetime, end: datetime) -> str:
    return f"{short_day(clock.to_seoul(start).date())} {hour(start)}–{hour(end)}"
