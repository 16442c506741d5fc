"""What is announced."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RollCallLocked:
    """The sheet of a class session is closed: its records stand."""

    session_id: int


@dataclass(frozen=True)
class AttendanceCorrected:
    """A record was changed after its roll call was locked."""

    session_id: int
    enrolment_id: int


@dataclass(frozen=True)
class ExcuseDecided:
    """An application for an excused absence was accepted or refused."""

    excuse_id: int


@dataclass(frozen=True)
class RollCallOverdue:
    """A roll call that nobody has locked closes by itself soon."""

    session_id: int
