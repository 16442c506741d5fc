"""The academy's table of periods (교시): data/periods.json. Pure.

A period is 50 minutes of class and the rest that follows, and counts as one training hour. Lunch is
no period; class sessions carry their own lunch. Before the first period and in between, the period
that comes next is meant.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from lms.core.clock import to_seoul


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the day."""

    number: int
    starts: time


def _table() -> tuple[Period, ...]:
    stored = json.loads((Path(__file__).parent / "data" / "periods.json").read_text())
    return tuple(Period(number, time.fromisoformat(at)) for number, at in stored["periods"])


PERIODS = _table()


def period_at(moment: datetime, table: Sequence[Period] = PERIODS) -> int:
    """The number of the period that is on at a moment; 0 before the first."""
    clock = to_seoul(moment).time()
    begun = [period.number for period in table if period.starts <= clock]
    return max(begun, default=0)
