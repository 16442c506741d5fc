"""From events to minutes: what the attendance of one person comes to. Pure.

Rules (고용노동부 training practice; the figures are settings of the offering's rule):

* later than the grace after the start is late, earlier than the grace before the end is left early;
  within the grace everything is credited from the start and to the end;
* the break is not counted;
* excused credits everything, absent nothing, and what nobody confirmed is not counted at all;
* a day attended for less than half is absent, exactly half is not; late and left early on such a
  day are not counted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from lms.attendance.marks import Mark
from lms.core.clock import to_seoul


@dataclass(frozen=True, slots=True)
class Block:
    """The scheduled time of one class session; the break lies inside it."""

    starts_at: datetime
    ends_at: datetime
    break_from: datetime | None = None
    break_until: datetime | None = None

    @property
    def minutes(self) -> int:
        """Scheduled minutes, without the break."""
        return self.minutes_between(self.starts_at, self.ends_at)

    @property
    def day(self) -> date:
        """The day in Seoul."""
        return to_seoul(self.starts_at).date()

    def minutes_between(self, arrived: datetime, left: datetime) -> int:
        """Minutes of the block that lie between two moments, without the break."""
        start, end = max(arrived, self.starts_at), min(left, self.ends_at)
        minutes = _minutes(start, end)
        if self.break_from and self.break_until:
            minutes -= _minutes(max(start, self.break_from), min(end, self.break_until))
        return minutes


@dataclass(frozen=True, slots=True)
class Said:
    """What one event says: a mark, and for late or left early the moments it speaks of."""

    mark: Mark
    arrived_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What the events of one person and one class session come to.

    Attributes:
        mark: late before left early, when both hold.
        minutes: attended minutes of the session; the day's rule comes later (`days_of`).
        incidents: how many of late and left early hold, 0 to 2.
    """

    mark: Mark
    minutes: int
    incidents: int = 0


def record(block: Block, events: Sequence[Said], grace: int) -> Record:
    """What the events (oldest first) come to; the last word counts.

    Args:
        grace: minutes that cost nothing.
    """
    said = events[-1] if events else Said(Mark.unconfirmed)
    if said.mark is Mark.excused:
        return Record(Mark.excused, block.minutes)
    if said.mark in (Mark.absent, Mark.unconfirmed):
        return Record(said.mark, 0)
    arrived, left = _forgiven(block, said, timedelta(minutes=grace))
    minutes = block.minutes_between(arrived, left)
    if not minutes:
        return Record(Mark.absent, 0)
    late, early = arrived > block.starts_at, left < block.ends_at
    mark = Mark.late if late else Mark.left_early if early else Mark.present
    return Record(mark, minutes, late + early)


def _forgiven(block: Block, said: Said, grace: timedelta) -> tuple[datetime, datetime]:
    arrived = said.arrived_at or block.starts_at
    left = said.left_at or block.ends_at
    if arrived <= block.starts_at + grace:
        arrived = block.starts_at
    if left >= block.ends_at - grace:
        left = block.ends_at
    return arrived, left


@dataclass(frozen=True, slots=True)
class Day:
    """One training day of one person.

    Attributes:
        scheduled, attended: minutes of the confirmed class sessions of the day.
        absent: attended nothing, or less than half where the half-day rule holds.
        incidents: late and left early, not counted on an absent day.
    """

    on: date
    scheduled: int
    attended: int
    absent: bool
    incidents: int

    @property
    def credited(self) -> int:
        """Minutes that count towards completion."""
        return 0 if self.absent else self.attended


def days_of(kept: Iterable[tuple[Block, Record]], *, half_day: bool) -> list[Day]:
    """The days of one person, from the records of all class sessions in order of time.

    What is unconfirmed stays out, of the scheduled minutes too.
    """
    confirmed = [pair for pair in kept if pair[1].mark is not Mark.unconfirmed]
    return [
        _day(on, list(pairs), half_day=half_day)
        for on, pairs in groupby(confirmed, key=lambda pair: pair[0].day)
    ]


def _day(on: date, pairs: list[tuple[Block, Record]], *, half_day: bool) -> Day:
    scheduled = sum(block.minutes for block, _ in pairs)
    attended = sum(kept.minutes for _, kept in pairs)
    absent = attended == 0 or (half_day and attended * 2 < scheduled)
    incidents = 0 if absent else sum(kept.incidents for _, kept in pairs)
    return Day(on, scheduled, attended, absent, incidents)


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()) // 60)
