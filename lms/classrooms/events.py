"""What happens to rooms and bookings. What follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RoomClosed:
    """A room, a floor or the academy will be closed for a time; what stands there has to move."""

    closure_id: int


@dataclass(frozen=True)
class DayTakenOff:
    """The academy has decided to rest on a day that was to be worked; what stands there has to move."""

    day_id: int


@dataclass(frozen=True)
class ClosureLifted:
    """A closure holds no longer; what stood there may stay."""

    closure_id: int


@dataclass(frozen=True)
class Moved:
    """Where one occurrence was before it was moved."""

    occurrence_id: int
    old_starts_at: datetime
    old_ends_at: datetime
    old_room: str


@dataclass(frozen=True)
class BookingMoved:
    """Occurrences of a booking have another room or time. `by_id`: the person who moved them."""

    booking_id: int
    moves: tuple[Moved, ...]
    by_id: int | None


@dataclass(frozen=True)
class BookingCancelled:
    """Occurrences of a booking were cancelled. `by_id`: the person who did; None for the system."""

    booking_id: int
    occurrence_ids: tuple[int, ...]
    by_id: int | None
    reason: str


@dataclass(frozen=True)
class RequestPushedOut:
    """Provisional occurrences of a booking were cancelled, because others took their room for sure."""

    booking_id: int
    occurrence_ids: tuple[int, ...]
