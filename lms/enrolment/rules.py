"""What stands between a person and a seat. Pure: facts in, obstacles out.

Each rule is one small function; the words for people stand in wording.py. Full is no obstacle: who
finds no seat may wait. The list is in the order in which a person can do something about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from lms.catalogue.models import Stage
from lms.enrolment.models import EnrolmentStatus


class Bar(Enum):
    """Which rule stands in the way; the value is the code that programs see."""

    already = "already"
    not_published = "not-published"
    not_open_yet = "not-open-yet"
    closed = "closed"
    begun = "begun"
    called_off = "called-off"
    clash = "clash"
    prerequisite = "prerequisite"


OVERRULABLE = frozenset({Bar.not_open_yet, Bar.closed, Bar.clash, Bar.prerequisite})
"""What an operator may overrule with a reason; the others can't be otherwise."""


@dataclass(frozen=True)
class Request:
    """All that the rules look at.

    Attributes:
        stage: how the offering looks now.
        opens_at, closes_at: the enrolment window, aware UTC.
        live: where the person's present enrolment in this offering stands, if there is one.
        clashes: names of the person's other offerings that have class at the same time.
        missing: titles of courses that must be completed first and are not.
    """

    stage: Stage
    opens_at: datetime
    closes_at: datetime
    live: EnrolmentStatus | None = None
    clashes: Sequence[str] = ()
    missing: Sequence[str] = ()


@dataclass(frozen=True)
class Obstacle:
    """One rule that stands in the way, with what its sentence needs to name."""

    bar: Bar
    facts: dict[str, Any] = field(default_factory=dict)


FINAL = frozenset({Bar.closed, Bar.begun, Bar.called_off})
"""Where one of these stands, nothing else is worth telling."""


def obstacles(request: Request) -> list[Obstacle]:
    """Everything that stands in the way; empty when the person may enrol, apply or wait."""
    return [found for rule in RULES if (found := rule(request)) is not None]


def worth_telling(found: Sequence[Obstacle]) -> list[Obstacle]:
    """Of all obstacles those that a person can act on."""
    final = [obstacle for obstacle in found if obstacle.bar in FINAL]
    return final[:1] or list(found)


def _already(request: Request) -> Obstacle | None:
    return Obstacle(Bar.already, {"status": request.live}) if request.live else None


def _stage(request: Request) -> Obstacle | None:
    bar = _BY_STAGE.get(request.stage)
    facts = {"opens_at": request.opens_at, "closes_at": request.closes_at}
    return Obstacle(bar, facts) if bar else None


def _clash(request: Request) -> Obstacle | None:
    return Obstacle(Bar.clash, {"with": list(request.clashes)}) if request.clashes else None


def _prerequisite(request: Request) -> Obstacle | None:
    return (
        Obstacle(Bar.prerequisite, {"courses": list(request.missing)}) if request.missing else None
    )


RULES: Sequence[Callable[[Request], Obstacle | None]] = (_already, _stage, _prerequisite, _clash)

_BY_STAGE = {
    Stage.preparing: Bar.not_published,
    Stage.upcoming: Bar.not_open_yet,
    Stage.closed: Bar.closed,
    Stage.running: Bar.begun,
    Stage.finished: Bar.begun,
    Stage.cancelled: Bar.called_off,
}
"""Stage `open` is missing: it stands in nobody's way."""
