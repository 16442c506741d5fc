"""A story: steps at moments, told in the order of time on a clock that stands at each of them."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime

from lms.core import clock

Step = Callable[[], None]


class Story:
    """Steps to come. A step may add later ones while the story is being told."""

    def __init__(self) -> None:
        self._steps: list[tuple[datetime, int, Step]] = []
        self._order = itertools.count()

    def at(self, moment: datetime, step: Step) -> None:
        """Something happens at a moment (aware UTC); of two at once the first one said comes first."""
        heapq.heappush(self._steps, (moment, next(self._order), step))

    def tell(self, until: datetime) -> None:
        """Let everything happen that lies before `until`; what lies later is forgotten."""
        while self._steps and self._steps[0][0] < until:
            moment, _, step = heapq.heappop(self._steps)
            with clock.frozen(moment):
                step()
        self._steps.clear()
