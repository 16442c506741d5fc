"""Jobs of the area: making papers."""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.certificates import queries, services
from lms.jobs.registry import job, sweep

job(services.JOB)(services.produce)


@sweep(services.JOB)
def queued_before(due: datetime) -> list[int]:
    """Papers that wait; after each failure twice as long, counted from the issue."""
    return [one.id for one in queries.queued() if one.created_at + _patience(one.tries) <= due]


def _patience(tries: int) -> timedelta:
    return timedelta(minutes=2**tries if tries else 0)
