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
