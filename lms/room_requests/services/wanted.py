"""What somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.classrooms.preview import Placement
from lms.classrooms.services import BookingDetails


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for.

    Attributes:
        times: where and when.
        rule: how the times were made (RRULE), for people to read.
        phone: digits, for the day itself.
    """

    details: BookingDetails
    times: Sequence[Placement]
    phone: str
    rule: str = ""
    equipment_ids: tuple[int, ...] = ()

    @property
    def needs_approval(self) -> bool:
        """Does one of the rooms need it?"""
        return any(one.room.needs_approval for one in self.times)
