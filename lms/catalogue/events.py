"""What happens to offerings and class sessions. What follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OfferingPublished:
    """People may see the offering and enrol in its window."""

    offering_id: int


@dataclass(frozen=True)
class OfferingCancelled:
    """The offering will not take place (폐강); its rooms are free again."""

    offering_id: int
    reason: str


@dataclass(frozen=True)
class SessionsScheduled:
    """Class sessions of one offering are new in the timetable.

    Attributes:
        despite_clashes: trainees who have another class then are known, and it shall be so.
    """

    session_ids: tuple[int, ...]
    despite_clashes: bool = False


@dataclass(frozen=True)
class SessionMoved:
    """A class session has another time or room; what it had before is told.

    Attributes:
        despite_clashes: as for `SessionsScheduled`.
    """

    session_id: int
    old_start: datetime
    old_room: str
    despite_clashes: bool = False

    @property
    def session_ids(self) -> tuple[int, ...]:
        """The class, for those who look at one or many alike."""
        return (self.session_id,)


@dataclass(frozen=True)
class SessionCalledOff:
    """A class session will not take place; its offering goes on."""

    session_id: int
    reason: str
