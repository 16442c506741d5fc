"""How many of a list would get a seat now, and from which seats. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lms.enrolment.queries.seats import PoolCount
from lms.firms.groups import Group


@dataclass(frozen=True)
class Forecast:
    """People who get a reserved seat of the firm, one that is free, or a place in line."""

    reserved: int = 0
    free: int = 0
    waiting: int = 0

    @property
    def seated(self) -> int:
        """People with a seat."""
        return self.reserved + self.free


def forecast(
    groups: Iterable[Group], held: int, pools: Collection[PoolCount], *, together: bool
) -> Forecast:
    """What would become of people if they were asked for now.

    A reserved seat is used first, then one kept for the person's group, then a common one. A free
    seat that somebody waits for goes to that person.

    Args:
        groups: the group of each, in order.
        held: seats that the firm has reserved.
        together: all of them, or nobody and all wait.
    """
    free = Counter({one.pool: 0 if one.waiting else one.free for one in pools})
    reserved = seated = waiting = 0
    for group in groups:
        if reserved < held:
            reserved += 1
            continue
        pool = group if free[group] else None
        if free[pool]:
            free[pool] -= 1
            seated += 1
        else:
            waiting += 1
    if together and waiting:
        return Forecast(waiting=reserved + seated + waiting)
    return Forecast(reserved, seated, waiting)
