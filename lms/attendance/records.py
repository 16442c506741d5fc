"""From events to minutes: what the attendance of one person comes to. Pure.

Rules (고용노동부 training practice; the figures are settings of the offering's rule):

* later than the grace after the start is late, earlier than the grace before the end is left early;
  within the grace everything is credited from the start and to the end;
* the break is not counted;
* away in between is not credited, except for outings no longer than the grace;
* who came in by a scan and is asked to scan out as well is unconfirmed until somebody says more;
* excused credits everything, absent nothing, and what nobody confirmed is not counted at all;
* a day attended for less than half is absent, exactly half is not; late, left early and away on
  such a day are not counted again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from lms.attendance.marks import Mark
from lms.attendance.presence import Presence, Said, presence
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
class Record:
    """What the events of one person and one class session come to.

    Attributes:
        mark: late before left early before away, when several hold.
        minutes: attended minutes of the session; the day's rule comes later (`days_of`).
        incidents: how many of late, left early and away hold, 0 to 3.
    """

    mark: Mark
    minutes: int
    incidents: int = 0


def record(block: Block, events: Sequence[Said], grace: int, *, must_leave: bool = False) -> Record:
    """What the events (oldest first) come to.

    Args:
        grace: minutes that cost nothing.
        must_leave: people who scan in have to scan out as well.
    """
    return come_to(block, presence(events), grace, must_leave=must_leave)


def come_to(block: Block, said: Presence, grace: int, *, must_leave: bool = False) -> Record:
    """What somebody's presence comes to; see `record`."""
    if said.settled is Mark.excused:
        return Record(Mark.excused, block.minutes)
    if said.settled is not None:
        return Record(said.settled, 0)
    if must_leave and said.left_open:
        return Record(Mark.unconfirmed, 0)
    arrived, left = _forgiven(block, said, timedelta(minutes=grace))
    there = block.minutes_between(arrived, left)
    missed = _missed(block, said, arrived, left, grace)
    if there <= missed:
        return Record(Mark.absent, 0)
    flags = {
        Mark.late: arrived > block.starts_at,
        Mark.left_early: left < block.ends_at,
        Mark.away: missed > 0,
    }
    mark = next((mark for mark, holds in flags.items() if holds), Mark.present)
    return Record(mark, there - missed, sum(flags.values()))


def _forgiven(block: Block, said: Presence, grace: timedelta) -> tuple[datetime, datetime]:
    arrived = said.arrived or block.starts_at
    left = said.left or block.ends_at
    if arrived <= block.starts_at + grace:
        arrived = block.starts_at
    if left >= block.ends_at - grace:
        left = block.ends_at
    return arrived, left


def _missed(block: Block, said: Presence, arrived: datetime, left: datetime, grace: int) -> int:
    """Minutes of class missed by outings between coming and going; short ones are forgiven."""
    spans = sorted((start, end or left) for start, end in said.outings)
    missed, seen = 0, arrived
    for start, end in spans:
        minutes = block.minutes_between(max(start, seen), min(end, left))
        missed += minutes if minutes > grace else 0
        seen = max(seen, end)
    return missed


@dataclass(frozen=True, slots=True)
class Day:
    """One training day of one person.

    Attributes:
        scheduled, attended: minutes of the confirmed class sessions of the day.
        absent: attended nothing, or less than half where the half-day rule holds.
        incidents: late, left early and away, not counted on an absent day.
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
