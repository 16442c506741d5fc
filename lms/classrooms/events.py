"""What happens to rooms and bookings. What follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomClosed:
    """A room, a floor or the academy will be closed for a time; what stands there has to move."""

    closure_id: int
