"""Which requests want the same room at the same time: groups to be decided together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Claim:
    """What one time of a request takes of a room, buffers counted."""

    request_id: int
    room_id: int
    blocked_from: datetime
    blocked_until: datetime


def rivals(claims: Iterable[Claim]) -> dict[int, set[int]]:
    """For each request that clashes with others: which ones (by id). Others are left out."""
    by_room: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_room[claim.room_id].append(claim)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for inside in by_room.values():
        inside.sort(key=lambda claim: claim.blocked_from)
        for place, one in enumerate(inside):
            for other in inside[place + 1 :]:
                if other.blocked_from >= one.blocked_until:
                    break
                if other.request_id != one.request_id:
                    found[one.request_id].add(other.request_id)
                    found[other.request_id].add(one.request_id)
    return dict(found)


def groups(claims: Iterable[Claim]) -> list[list[int]]:
    """Requests that clash with each other, directly or through a third; each group sorted by id."""
    left = rivals(claims)
    found = []
    while left:
        group, reached = set(), {min(left)}
        while reached:
            one = reached.pop()
            group.add(one)
            reached |= left.pop(one, set()) - group
        found.append(sorted(group))
    return found
