"""What somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.classrooms.models import Room
from lms.classrooms.preview import Placement
from lms.classrooms.services import BookingDetails


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for.

    Attributes:
        times: where and when; all in one room.
        rule: how the times were made (RRULE), for people to read.
        phone: digits, for the day itself.
    """

    details: BookingDetails
    times: Sequence[Placement]
    phone: str
    rule: str = ""
    equipment_ids: tuple[int, ...] = ()

    @property
    def room(self) -> Room:
        """The room asked for."""
        return self.times[0].room
