"""What a person says about somebody's attendance, and whether it can be so. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from lms.attendance.marks import TIMED, EventKind, Mark
from lms.attendance.presence import Said, presence
from lms.attendance.records import Block, come_to
from lms.core.text import gettext, hour


@dataclass(frozen=True)
class MarkInput:
    """What somebody says about one person.

    Args:
        arrived_at, left_at: for late and left early; the present moment if the class is on now.
        away_from, away_until: for away; from the present moment if the class is on now. Without an
            end the person has not come back.
        reason: needed for excused.
        was: what the writer saw before (`state_of`); when somebody else has changed it since, the
            mark is refused. None: whatever it was.
        ago: so long ago it was said; a tap made without a network arrives later.
    """

    mark: Mark
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    away_from: datetime | None = None
    away_until: datetime | None = None
    reason: str = ""
    was: str | None = None
    ago: timedelta = timedelta(0)


class HasState(Protocol):
    """A record, stored or about to be, or what was sent of it."""

    @property
    def mark(self) -> Mark: ...
    @property
    def arrived_at(self) -> datetime | None: ...
    @property
    def left_at(self) -> datetime | None: ...
    @property
    def away_from(self) -> datetime | None: ...
    @property
    def away_until(self) -> datetime | None: ...
    @property
    def reason(self) -> str: ...


@dataclass
class Kept:
    """What a record will say: the columns of AttendanceRecord."""

    mark: Mark
    minutes: int
    incidents: int
    arrived_at: datetime | None
    left_at: datetime | None
    away_from: datetime | None
    away_until: datetime | None
    reason: str


def state_of(kept: HasState | None) -> str:
    """A record in short, to notice that it has changed."""
    if kept is None:
        return ""
    moments = (kept.arrived_at, kept.left_at, kept.away_from, kept.away_until)
    return "/".join([kept.mark.value, *(hour(at) if at else "" for at in moments), kept.reason])


def outcome(said: MarkInput, block: Block, grace: int) -> Kept:
    """What a mark comes to, whatever was said before.

    Args:
        grace: minutes that cost nothing.
    """
    reason = said.reason[:500] if said.mark is Mark.excused else ""
    return kept_of(block, [event_of(said)], grace, reason=reason)


def kept_of(
    block: Block,
    events: Sequence[Said],
    grace: int,
    *,
    must_leave: bool = False,
    reason: str = "",
) -> Kept:
    """The columns of the record that the events (oldest first) come to."""
    found = presence(events)
    result = come_to(block, found, grace, must_leave=must_leave)
    away_from, away_until = found.outings[-1] if found.outings else (None, None)
    return Kept(
        mark=result.mark,
        minutes=result.minutes,
        incidents=result.incidents,
        arrived_at=found.arrived,
        left_at=found.left,
        away_from=away_from,
        away_until=away_until,
        reason=reason,
    )


def event_of(said: MarkInput, kind: EventKind = EventKind.mark) -> Said:
    """The event that a mark becomes; only late, left early and away speak of times."""
    if said.mark not in TIMED:
        return Said(said.mark, kind=kind)
    return Said(
        said.mark, said.arrived_at, said.left_at, said.away_from, said.away_until, kind=kind
    )


def with_present_moment(said: MarkInput, block: Block, now: datetime) -> MarkInput:
    """Late, left early or away without a time means now, while the class is on."""
    if said.mark not in TIMED or said.arrived_at or said.left_at or said.away_from:
        return said
    if not block.starts_at < now < block.ends_at:
        return said
    minute, early = now.replace(second=0, microsecond=0), said.mark is Mark.left_early
    if said.mark is Mark.late:
        return replace(said, arrived_at=minute)
    return replace(said, left_at=minute) if early else replace(said, away_from=minute)


NAMED_BY = {Mark.late: "arrived_at", Mark.left_early: "left_at", Mark.away: "away_from"}
"""The time that a mark can't do without."""


def problem(said: MarkInput, block: Block) -> str | None:
    """What is wrong with a mark, as a sentence without the name, or None."""
    if said.mark is Mark.excused and not said.reason:
        return gettext("please give the reason for the excused absence.")
    if said.mark not in TIMED:
        return None
    if getattr(said, NAMED_BY[said.mark]) is None:
        return _missing(said.mark)
    return _disorder(said, block)


def _missing(mark: Mark) -> str:
    if mark is Mark.late:
        return gettext("please give the time of arrival.")
    if mark is Mark.left_early:
        return gettext("please give the time of leaving.")
    return gettext("please give the time of going out.")


def _disorder(said: MarkInput, block: Block) -> str | None:
    """Times outside the class, or not one after the other."""
    in_order = [at for at in (said.arrived_at, said.away_from, said.away_until, said.left_at) if at]
    if any(not block.starts_at <= at <= block.ends_at for at in in_order):
        return gettext(
            "the time must lie between %(start)s and %(end)s.",
            start=hour(block.starts_at),
            end=hour(block.ends_at),
        )
    if said.away_until and not said.away_from:
        return _missing(Mark.away)
    if all(one < other for one, other in pairwise(in_order)):
        return None
    if said.away_from:
        return gettext("the times must follow each other: came, went out, came back, left.")
    return gettext("the time of leaving must be after the time of arrival.")
