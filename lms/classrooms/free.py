"""What is left of a time when other times are taken from it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lms.core import clock

Span = tuple[datetime, datetime]
"""From one moment until another, the second one excluded."""

SHORTEST = timedelta(minutes=30)
"""A gap that is shorter is of no use to anybody."""


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same times in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def minus(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of some times without others."""
    left: list[Span] = []
    gone = joined(taken)
    for start, end in joined(spans):
        for begun, until in gone:
            if until <= start or begun >= end:
                continue
            if begun > start:
                left.append((start, begun))
            start = max(start, until)
        if start < end:
            left.append((start, end))
    return left


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The times that lie in both."""
    second = joined(others)
    return [
        (max(start, begun), min(end, until))
        for start, end in joined(spans)
        for begun, until in second
        if max(start, begun) < min(end, until)
    ]


def length(spans: Iterable[Span]) -> timedelta:
    """How long they are together, what lies in two of them counted once."""
    return sum((end - start for start, end in joined(spans)), timedelta())


def days_of(start: datetime, end: datetime) -> list[date]:
    """The days in Seoul that a time touches; an end at midnight touches none of the next day."""
    first = clock.to_seoul(start).date()
    last = clock.to_seoul(end - timedelta(microseconds=1)).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def usable(
    spans: Iterable[Span],
    blocked: Iterable[Span],
    *,
    before: timedelta,
    after: timedelta,
    shortest: timedelta = SHORTEST,
) -> list[Span]:
    """The times in which a new use of a room may begin and end.

    Args:
        spans: when the room is open.
        blocked: what is taken, the buffers of those uses counted.
        before, after: the room's buffers; the new use needs them as well, though not within the
            opening hours.
        shortest: shorter times are left out.
    """
    widened = [(start - after, end + before) for start, end in blocked]
    return [span for span in minus(spans, widened) if span[1] - span[0] >= shortest]
