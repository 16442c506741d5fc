"""What owners of bookings are told by e-mail when their room is closed, or open again after all."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from lms.accounts.models import User
from lms.accounts.queries import find_user
from lms.classrooms import queries
from lms.classrooms.events import ClosureLifted, DayTakenOff, RoomClosed
from lms.classrooms.models import Closure, Occurrence
from lms.classrooms.wording import place_of
from lms.core import clock
from lms.core.text import N_, in_language, speaking
from lms.notifications import services as notifications

NAMED = 20
"""So many bookings are named in one mail."""


def room_closed(event: RoomClosed) -> None:
    """A room you have booked will be closed; it needs another room or time."""
    closure = queries.get_closure(event.closure_id)
    _write(closure, "room_closed", f"/desk/closures/{closure.id}")


def day_taken_off(event: DayTakenOff) -> None:
    """The academy rests on a day for which you have booked; it needs another day."""
    row = queries.get_academy_day(event.day_id)
    _write(row.as_closure(), "room_closed", f"/desk/academy-days?year={row.day.year}")


def closure_lifted(event: ClosureLifted) -> None:
    """A closure that stood against your booking was lifted."""
    closure = queries.get_closure(event.closure_id)
    _write(closure, "closure_lifted", f"/desk/closures/{closure.id}")


def _write(closure: Closure, name: str, desk_url: str) -> None:
    for owner_id, hit in _by_owner(closure).items():
        owner = find_user(owner_id)
        if owner is not None:
            notifications.write(
                owner, f"classrooms/{name}", **_facts(owner, closure, hit), **_way(owner, desk_url)
            )


def _by_owner(closure: Closure) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in queries.hit_by(closure):
        owner_id = occurrence.booking.owner_id
        if owner_id is not None and occurrence.ends_at > clock.now():
            found[owner_id].append(occurrence)
    return found


def _facts(owner: User, closure: Closure, hit: list[Occurrence]) -> dict[str, Any]:
    with speaking(owner.locale):
        return {
            "place": place_of(closure),
            "closed_from_at": closure.starts_at,
            "closed_until_at": closure.ends_at,
            "reason": closure.reason,
            "more": max(0, len(hit) - NAMED),
            "uses": [
                {
                    "title": one.booking.title,
                    "room": in_language(one.room.name, one.room.name_en),
                    "start_at": one.starts_at,
                    "end_at": one.ends_at,
                }
                for one in hit[:NAMED]
            ],
        }


def _way(owner: User, desk_url: str) -> dict[str, str]:
    if owner.is_operator:
        return {"action_url": desk_url, "action_label": N_("See what has to move")}
    return {"action_url": "/classrooms", "action_label": N_("See the free rooms")}
