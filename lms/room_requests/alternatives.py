"""What is free instead, and may be asked for: of times that can't be had, and of those lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.models import User
from lms.classrooms import queries as rooms
from lms.classrooms.alternatives import Alternative
from lms.classrooms.models import Layout, Occurrence, Room
from lms.classrooms.policy import can_ask_for
from lms.classrooms.preview import Line, Placement
from lms.classrooms.services import alternatives_to
from lms.classrooms.use_rules import Wish, problems, rules_of
from lms.core import clock
from lms.room_requests.models import RoomRequest

MOST = 4
"""How many are offered for each time that was lost."""
SERVED = 3
"""For how many lost times something is looked for; of a long series the asker asks anew."""


@dataclass(frozen=True)
class Offer:
    """A room and a time that are free, and that the asker may ask for."""

    code: str
    room: str
    start_at: datetime
    end_at: datetime


def able_for(asker: User) -> dict[str, Room]:
    """The rooms that somebody may ask for, with their hours, by code."""
    return {room.code: room for room in rooms.rooms(with_hours=True) if can_ask_for(asker, room)}


def possible_instead(
    lines: Sequence[Line], able: Mapping[str, Room], people: int, layout: Layout
) -> dict[int, list[Alternative]]:
    """For each line that can't be had, by its place: the nearest time that the room's rules allow,
    if it is free, then other rooms and hours of that day. Eight queries, however many lines.
    """
    free = rooms.free_instead(lines, people, layout)
    near = _nearest(lines, people, layout)
    return {
        n: list(dict.fromkeys([*near.get(n, ()), *allowed(others, able, people, layout)]))
        for n, others in free.items()
    }


def allowed(
    found: Iterable[Alternative],
    able: Mapping[str, Room],
    people: int,
    layout: Layout = Layout.lecture,
) -> list[Alternative]:
    """Those that the rooms' own rules let somebody ask for now, and that lie on no day off."""
    now, kept = clock.now(), list(found)
    if not kept:
        return []
    days = [clock.to_seoul(one.starts_at).date() for one in kept]
    off = rooms.days_off_between(min(days), max(days))
    return [
        one
        for one, day in zip(kept, days, strict=True)
        if one.code in able
        and day not in off
        and not problems(
            rules_of(able[one.code]),
            Wish(one.starts_at, one.ends_at, people, layout),
            now,
            operator=False,
        )
    ]


def _nearest(lines: Sequence[Line], people: int, layout: Layout) -> dict[int, list[Alternative]]:
    wished = {
        n: Placement(line.placement.room, *line.nearest)
        for n, line in enumerate(lines)
        if line.nearest
    }
    judged = rooms.previewed(
        list(wished.values()), operator=False, for_sure=False, people=people, layout=layout
    )
    return {
        n: [Alternative(at.room.code, at.starts_at, at.ends_at)]
        for (n, at), line in zip(wished.items(), judged, strict=True)
        if line.is_possible
    }


def free_instead(request: RoomRequest, lost: Iterable[Occurrence]) -> list[Offer]:
    """What is free instead of lost times that still lie ahead; three queries for each of them."""
    now = clock.now()
    ahead = [one for one in lost if one.starts_at > now][:SERVED]
    if not ahead:
        return []
    able = able_for(request.asker)
    found = []
    for one in ahead:
        people = request.booking.people or 1
        free = alternatives_to(one.room, one.starts_at, one.ends_at, people)
        mine = allowed(free, able, people, request.booking.layout)
        found += [
            Offer(each.code, able[each.code].shown_name, each.starts_at, each.ends_at)
            for each in mine[:MOST]
        ]
    return found
