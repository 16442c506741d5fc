"""What stands between a person and a seat. Pure: facts in, obstacles out.

Each rule is one small function; the words for people stand in wording.py. Full is no obstacle: who
finds no seat may wait. The list is in the order in which a person can do something about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from lms.catalogue.models import Stage
from lms.core import clock
from lms.enrolment.models import EnrolmentStatus
from lms.firms.groups import Group


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
    audience = "audience"
    no_show = "no-show"


OVERRULABLE = frozenset(
    {Bar.not_open_yet, Bar.closed, Bar.clash, Bar.prerequisite, Bar.audience, Bar.no_show}
)
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
        extended: the person may enrol after the window has closed.
        group, open_to: the person's group, and those that may enrol (none named: everybody).
        barred_until: the person didn't come to a class and may not enrol up to this day.
    """

    stage: Stage
    opens_at: datetime
    closes_at: datetime
    live: EnrolmentStatus | None = None
    clashes: Sequence[str] = ()
    missing: Sequence[str] = ()
    extended: bool = False
    group: Group = Group.other
    open_to: Sequence[Group] = ()
    barred_until: date | None = None


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
    if bar is Bar.closed and request.extended:
        return None
    facts = {"opens_at": request.opens_at, "closes_at": request.closes_at}
    return Obstacle(bar, facts) if bar else None


def _clash(request: Request) -> Obstacle | None:
    return Obstacle(Bar.clash, {"with": list(request.clashes)}) if request.clashes else None


def _prerequisite(request: Request) -> Obstacle | None:
    return (
        Obstacle(Bar.prerequisite, {"courses": list(request.missing)}) if request.missing else None
    )


def _audience(request: Request) -> Obstacle | None:
    if not request.open_to or request.group in request.open_to:
        return None
    return Obstacle(Bar.audience, {"groups": list(request.open_to), "group": request.group})


def _no_show(request: Request) -> Obstacle | None:
    if request.barred_until is None:
        return None
    return Obstacle(Bar.no_show, {"until": request.barred_until})


RULES: Sequence[Callable[[Request], Obstacle | None]] = (
    _already,
    _stage,
    _audience,
    _no_show,
    _prerequisite,
    _clash,
)

_BY_STAGE = {
    Stage.preparing: Bar.not_published,
    Stage.upcoming: Bar.not_open_yet,
    Stage.closed: Bar.closed,
    Stage.running: Bar.begun,
    Stage.finished: Bar.begun,
    Stage.cancelled: Bar.called_off,
}
"""Stage `open` is missing: it stands in nobody's way."""


A_YEAR = timedelta(days=365)

BEHIND = 1
"""Priority of those who stand behind everybody else in line."""

NO_SHOW_DAYS = 90
"""How long somebody who had a seat and never came may not enrol."""

OFFER_HOURS = 48
"""How long a seat that came free is kept for an answer, unless the offering says otherwise."""


def priority(taken_on: date | None, starts_on: date) -> int:
    """Where in line somebody stands: behind the others who takes the same course twice within a year.

    Args:
        taken_on: first day of the person's latest other run of the course, or None.
        starts_on: first day of the run that is asked for.
    """
    if taken_on is None or abs(starts_on - taken_on) > A_YEAR:
        return 0
    return BEHIND


def line_moves(stage: Stage) -> bool:
    """Does the line move by itself? Until enrolment closes; then the academy moves it by hand."""
    return stage in (Stage.upcoming, Stage.open)


def offer_until(now: datetime, hours: int, starts_on: date) -> datetime:
    """Until when a seat is kept for an answer: so many hours, but not into the first day."""
    first_day = clock.day_bounds(starts_on)[0]
    return max(min(now + timedelta(hours=hours), first_day), now + timedelta(hours=1))
