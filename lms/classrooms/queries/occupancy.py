"""Reading the times at which rooms were and will be in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from lms.classrooms.free import Span, days_of
from lms.classrooms.models import LONGEST, Occurrence, OccurrenceStatus
from lms.core.db import db


def times_in_use(start: datetime, end: datetime) -> Mapping[tuple[int, date], list[Span]]:
    """Confirmed times within [start, end) by room and day, without buffers. One query."""
    statement = select(Occurrence.room_id, Occurrence.starts_at, Occurrence.ends_at).where(
        Occurrence.status == OccurrenceStatus.confirmed,
        Occurrence.starts_at > start - LONGEST,
        Occurrence.starts_at < end,
        Occurrence.ends_at > start,
    )
    found: dict[tuple[int, date], list[Span]] = defaultdict(list)
    for room_id, starts_at, ends_at in db.session.execute(statement):
        for day in days_of(starts_at, ends_at):
            found[room_id, day].append((starts_at, ends_at))
    return found
