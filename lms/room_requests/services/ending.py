"""Giving rooms back, and hearing of it when somebody else has done so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from lms.accounts.models import User
from lms.classrooms import services as classrooms
from lms.classrooms.models import Occurrence
from lms.core import clock
from lms.room_requests.models import RoomRequest

_by_us: ContextVar[bool] = ContextVar("given_back_by_us", default=False)


def is_by_us() -> bool:
    """Is a room being given back by a step of its own request, which is written down already?"""
    return _by_us.get()


@contextmanager
def _giving_back() -> Iterator[None]:
    token = _by_us.set(True)
    try:
        yield
    finally:
        _by_us.reset(token)


def give_back(occurrences: Sequence[Occurrence], actor: User | None, reason: str) -> None:
    """Cancel times of a request; what is cancelled already stays so."""
    with _giving_back():
        classrooms.cancel_occurrences(actor=actor, occurrences=occurrences, reason=reason)


def live_times(request: RoomRequest) -> list[Occurrence]:
    """Times that hold a room, provisionally or not."""
    return [one for one in request.booking.occurrences if one.is_live]


def times_to_end(request: RoomRequest) -> list[Occurrence]:
    """What is given up with a request: all that it holds provisionally, what has begun included; of
    what was approved, what lies ahead.
    """
    return live_times(request) if request.is_open else times_ahead(request)


def times_ahead(request: RoomRequest) -> list[Occurrence]:
    """Of these, those that have not begun."""
    now = clock.now()
    return [one for one in live_times(request) if one.starts_at > now]
