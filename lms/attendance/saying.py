"""What a person says about somebody's attendance, and whether it can be so. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from lms.attendance.marks import TIMED, Mark
from lms.attendance.records import Block, Said, record
from lms.core.text import gettext, hour


@dataclass(frozen=True)
class MarkInput:
    """What somebody says about one person.

    Args:
        arrived_at, left_at: for late and left early; the present moment if the class is on now.
        reason: needed for excused.
        was: what the writer saw before (`state_of`); when somebody else has changed it since, the
            mark is refused. None: whatever it was.
    """

    mark: Mark
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    reason: str = ""
    was: str | None = None


class HasState(Protocol):
    """A record, stored or about to be."""

    mark: Mark
    arrived_at: datetime | None
    left_at: datetime | None
    reason: str


@dataclass
class Kept:
    """What a record will say: the columns of AttendanceRecord."""

    mark: Mark
    minutes: int
    incidents: int
    arrived_at: datetime | None
    left_at: datetime | None
    reason: str


def state_of(kept: HasState | None) -> str:
    """A record in short, to notice that it has changed."""
    if kept is None:
        return ""
    times = [hour(at) if at else "" for at in (kept.arrived_at, kept.left_at)]
    return "/".join([kept.mark.value, *times, kept.reason])


def outcome(said: MarkInput, block: Block, grace: int) -> Kept:
    """What a mark comes to.

    Args:
        grace: minutes that cost nothing.
    """
    plain = event_of(said)
    result = record(block, [plain], grace)
    return Kept(
        mark=result.mark,
        minutes=result.minutes,
        incidents=result.incidents,
        arrived_at=plain.arrived_at,
        left_at=plain.left_at,
        reason=said.reason[:500] if said.mark is Mark.excused else "",
    )


def event_of(said: MarkInput) -> Said:
    """The event that a mark becomes; only late and left early speak of times."""
    timed = said.mark in TIMED
    return Said(said.mark, said.arrived_at if timed else None, said.left_at if timed else None)


def with_present_moment(said: MarkInput, block: Block, now: datetime) -> MarkInput:
    """Late or left early without a time means now, while the class is on."""
    if said.mark not in TIMED or said.arrived_at or said.left_at:
        return said
    if not block.starts_at < now < block.ends_at:
        return said
    minute = now.replace(second=0, microsecond=0)
    if said.mark is Mark.late:
        return replace(said, arrived_at=minute)
    return replace(said, left_at=minute)


def problem(said: MarkInput, block: Block) -> str | None:
    """What is wrong with a mark, as a sentence without the name, or None."""
    if said.mark is Mark.late and said.arrived_at is None:
        return gettext("please give the time of arrival.")
    if said.mark is Mark.left_early and said.left_at is None:
        return gettext("please give the time of leaving.")
    if said.mark is Mark.excused and not said.reason:
        return gettext("please give the reason for the excused absence.")
    if said.mark not in TIMED:
        return None
    if any(
        at and not block.starts_at <= at <= block.ends_at for at in (said.arrived_at, said.left_at)
    ):
        return gettext(
            "the time must lie between %(start)s and %(end)s.",
            start=hour(block.starts_at),
            end=hour(block.ends_at),
        )
    if said.arrived_at and said.left_at and said.arrived_at >= said.left_at:
        return gettext("the time of leaving must be after the time of arrival.")
    return None
