"""What can happen to an enrolment; what follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Enrolled:
    """Somebody has a seat; `moved_up` when it came from the waiting list."""

    enrolment_id: int
    moved_up: bool


@dataclass(frozen=True)
class PutOnWaitingList:
    """No seat was free, so somebody waits for one."""

    enrolment_id: int


@dataclass(frozen=True)
class Applied:
    """Somebody waits for the academy to decide."""

    enrolment_id: int


@dataclass(frozen=True)
class EnrolmentCancelled:
    """Somebody gave up a seat, a place in line or an application, or the academy ended it."""

    enrolment_id: int
    by_academy: bool
    reason: str


@dataclass(frozen=True)
class EnrolmentRefused:
    """The academy did not accept an application."""

    enrolment_id: int
    reason: str


@dataclass(frozen=True)
class SeatOffered:
    """A seat came free and is kept for the first in line until the offer is answered."""

    enrolment_id: int


@dataclass(frozen=True)
class OfferLapsed:
    """Nobody answered an offer in time; the seat goes on to the next."""

    enrolment_id: int


@dataclass(frozen=True)
class HoldEnded:
    """Seats that a firm held were not named in time and are free again."""

    offering_id: int
    firm_id: int
    seats: int


@dataclass(frozen=True)
class Replaced:
    """A colleague comes instead of somebody; `by` is the colleague's name."""

    enrolment_id: int
    by: str


@dataclass(frozen=True)
class InterestMet:
    """A course that somebody asked to hear of is scheduled."""

    offering_id: int
    user_id: int


@dataclass(frozen=True)
class MinimumMissed:
    """An offering begins soon, and has fewer people than it needs."""

    offering_id: int
    taken: int


@dataclass(frozen=True)
class NoteWritten:
    """The academy writes to somebody about an enrolment."""

    enrolment_id: int
    text: str
