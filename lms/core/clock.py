"""The one clock. Moments are aware UTC; days and hours that people read are of Asia/Seoul."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

_shift = timedelta(0)
_started_at: datetime | None = None
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware UTC."""
    return _frozen or datetime.now(UTC) + _shift


def today() -> date:
    """The present day in Seoul."""
    return to_seoul(now()).date()


def to_seoul(moment: datetime) -> datetime:
    """The same moment on a clock in Seoul."""
    return moment.astimezone(SEOUL)


def at(day: date, hour: time) -> datetime:
    """The moment (aware UTC) at which clocks in Seoul show that day and hour."""
    return datetime.combine(day, hour, SEOUL).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of a Seoul day and first moment of the next."""
    return at(day, time()), at(day + timedelta(days=1), time())


def start_at(moment: datetime) -> None:
    """Let the clock run on from another moment (LMS_CLOCK, for demonstrations and journeys).

    Told the same moment again it does nothing: server and worker, forked from one process, must
    not begin that moment anew, each for itself.
    """
    global _shift, _started_at
    if moment != _started_at:
        _shift, _started_at = moment - datetime.now(UTC), moment


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stand still at a moment (tests)."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
