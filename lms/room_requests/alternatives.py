"""What is free instead of times that a request has lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lms.classrooms import queries as rooms
from lms.classrooms.models import Occurrence
from lms.classrooms.policy import can_ask_for
from lms.classrooms.services import alternatives_to
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


def free_instead(request: RoomRequest, lost: Iterable[Occurrence]) -> list[Offer]:
    """What is free instead of lost times that still lie ahead; three queries for each of them."""
    now = clock.now()
    ahead = [one for one in lost if one.starts_at > now][:SERVED]
    if not ahead:
        return []
    open_to_asker = {room.code: room for room in rooms.rooms() if can_ask_for(request.asker, room)}
    found = []
    for one in ahead:
        people = request.booking.people or 1
        free = alternatives_to(one.room, one.starts_at, one.ends_at, people)
        mine = [each for each in free if each.code in open_to_asker and each.starts_at > now]
        found += [
            Offer(each.code, open_to_asker[each.code].shown_name, each.starts_at, each.ends_at)
            for each in mine[:MOST]
        ]
    return found
