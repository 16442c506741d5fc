"""How a room stands at a moment: free, taken or closed, and until when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from lms.classrooms.free import Span, minus


class State(Enum):
    """What somebody finds who comes to the door."""

    free = "free"
    taken = "taken"
    closed = "closed"


@dataclass(frozen=True)
class Standing:
    """A state, until when it lasts on that day, and the reason of a closure.

    `until` is None where it lasts beyond the day.
    """

    state: State
    until: datetime | None = None
    reason: str = ""


def standing(
    now: datetime,
    hours: Sequence[Span],
    closed: Sequence[tuple[Span, str]],
    uses: Sequence[Span],
) -> Standing:
    """How a room stands.

    Args:
        hours: when it is open on the day.
        closed: closures and days off, with their reasons.
        uses: confirmed uses in order, from start to end; one in a closed room still counts as taken.
    """
    current = next((use for use in uses if use[0] <= now < use[1]), None)
    if current:
        return Standing(State.taken, current[1])
    shut = next((one for one in closed if one[0][0] <= now < one[0][1]), None)
    if shut:
        return Standing(State.closed, _if_opens(shut[0][1], hours), shut[1])
    unused = minus(hours, [*uses, *(span for span, _ in closed)])
    free = next((span for span in unused if span[0] <= now < span[1]), None)
    if free:
        return Standing(State.free, free[1])
    return Standing(State.closed, next((start for start, _ in hours if start > now), None))


def _if_opens(moment: datetime, hours: Sequence[Span]) -> datetime | None:
    return moment if any(start <= moment < end for start, end in hours) else None
