"""From events to what they say together: when somebody came, went and was away. Pure.

A word about the whole session (a mark, a correction) sets aside what was said before; what happens
after it (somebody comes, goes, goes out, comes back) is added to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lms.attendance.marks import EventKind, Mark

WORDS = frozenset({EventKind.mark, EventKind.correction})


@dataclass(frozen=True, slots=True)
class Said:
    """What one event says.

    Attributes:
        mark: the word about the whole session; None for what happened at a moment.
        arrived_at, left_at: when the person came and went, as far as the event speaks of it.
        away_from, away_until: when the person was away in between.
    """

    mark: Mark | None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    away_from: datetime | None = None
    away_until: datetime | None = None
    kind: EventKind = EventKind.mark


Outing = tuple[datetime, datetime | None]
"""From when until when somebody was away; None: not back yet."""


@dataclass(slots=True)
class Presence:
    """What all events say together.

    Attributes:
        settled: absent, excused or unconfirmed where the last word says so; None: the moments count.
        known: has anybody said anything at all?
        left_open: came in by a scan, and nobody has said yet when or whether the person left.
    """

    settled: Mark | None = Mark.unconfirmed
    known: bool = False
    left_open: bool = False
    arrived: datetime | None = None
    left: datetime | None = None
    outings: list[Outing] = field(default_factory=list)

    def hear(self, said: Said) -> None:
        """Take in one more event."""
        self.known = True
        if said.kind in WORDS:
            self._word(said)
        elif self.settled is not Mark.excused:  # a person has decided; a scan changes nothing
            self._moment(said)

    def _word(self, said: Said) -> None:
        fixed = said.mark in (Mark.absent, Mark.excused, Mark.unconfirmed)
        self.settled = said.mark if fixed else None
        self.left_open = False
        self.arrived, self.left = (None, None) if fixed else (said.arrived_at, said.left_at)
        away = said.away_from is not None and not fixed
        self.outings = [(said.away_from, said.away_until)] if away and said.away_from else []

    def _moment(self, said: Said) -> None:
        match said.kind:
            case EventKind.came:
                self._came(said.arrived_at)
            case EventKind.went if self.settled is None:
                self.left, self.left_open = said.left_at, False
            case EventKind.away if self.settled is None and said.away_from and not self.is_out:
                self.outings.append((said.away_from, None))
            case EventKind.back:
                self._came(said.away_until)

    def _came(self, moment: datetime | None) -> None:
        if moment is None:
            return
        if self.settled is not None:  # nobody had seen the person so far
            self.settled, self.left_open = None, True
            self.arrived, self.left, self.outings = moment, None, []
        elif self.is_out:
            self.outings[-1] = (self.outings[-1][0], moment)
        elif self.left is not None and moment > self.left:  # left, and is back again
            self.outings.append((self.left, moment))
            self.left, self.left_open = None, True

    @property
    def is_out(self) -> bool:
        """Went out for a while and has not come back."""
        return bool(self.outings) and self.outings[-1][1] is None


def presence(events: Iterable[Said]) -> Presence:
    """What the events (oldest first) say together."""
    found = Presence()
    for said in events:
        found.hear(said)
    return found
