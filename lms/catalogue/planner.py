"""The planner of an offering: gathers what stands in the way, proposes, and looks again at what was
changed. Nothing is written here; booking is services.plan_classes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from lms.accounts.models import User
from lms.catalogue import queries
from lms.catalogue.models import ClassSession, Offering
from lms.catalogue.placing import (
    HORIZON,
    PATIENCE,
    SOON,
    Candidate,
    Proposal,
    Taken,
    Wanted,
    propose,
)
from lms.catalogue.services import Planned
from lms.classrooms import queries as classrooms
from lms.classrooms.models import Closure, Layout, Room
from lms.classrooms.preview import Line, LineState
from lms.classrooms.preview import Taken as Standing
from lms.core import clock
from lms.core.text import N_, gettext, hour


@dataclass(frozen=True)
class Needs:
    """What the classes of an offering need.

    Attributes:
        room: this one only; any that suits if None.
        people: how many must fit in, set up as `layout`.
    """

    wanted: Wanted
    people: int
    layout: Layout = Layout.lecture
    room: Room | None = None
    instructors: Sequence[User] = field(default_factory=tuple)


@dataclass(frozen=True)
class Judged:
    """One class of a plan and what stands against it: the room's line, and other reasons."""

    line: Line
    reasons: tuple[str, ...]
    is_possible: bool


def suitable(needs: Needs) -> list[Room]:
    """Rooms that hold everybody, the smallest first; or the one that was asked for."""
    if needs.room is not None:
        return [needs.room]
    able = [room for room in classrooms.rooms() if room.seats(needs.layout) >= needs.people]
    return sorted(able, key=lambda room: (room.seats(needs.layout), room.code))


def proposal(offering: Offering, needs: Needs) -> Proposal:
    """Free days and rooms. Requests are spared if that costs no more than a week."""
    near = _proposal(offering, needs, SOON)
    if near.complete and near.placed[-1].day <= needs.wanted.first_on + SOON - PATIENCE:
        return near
    return _proposal(offering, needs, HORIZON)


def _proposal(offering: Offering, needs: Needs, horizon: timedelta) -> Proposal:
    rooms = suitable(needs)
    start = clock.day_bounds(needs.wanted.first_on)[0]
    end = start + horizon
    margin = timedelta(days=1)
    taken = classrooms.taken_between(start - margin, end + margin, [room.id for room in rooms])
    closures = classrooms.closures_between(start, end)
    busy = list(_busy(offering, needs.instructors, start, end))
    why_off = _why_off(start, end)

    def place(there: Sequence[Standing]) -> Proposal:
        candidates = _candidates(rooms, there, closures)
        return propose(needs.wanted, candidates, busy, why_off, horizon)

    sure = [each for each in taken if not each.is_provisional]
    ousting = place(sure)
    if len(sure) == len(taken):
        return ousting
    sparing = place(taken)
    return sparing if _last(sparing) <= _last(ousting) + PATIENCE else ousting


def judged(offering: Offering, classes: Sequence[Planned], needs: Needs) -> list[Judged]:
    """What stands against each class of a plan, in the order given."""
    if not classes:
        return []
    lines = classrooms.previewed(
        [each.placement for each in classes],
        operator=True,
        people=needs.people,
        layout=needs.layout,
    )
    start = min(each.block.starts_at for each in classes)
    end = max(each.block.ends_at for each in classes)
    busy = list(_busy(offering, needs.instructors, start, end))
    return [_judged(line, busy) for line in lines]


def _judged(line: Line, busy: Sequence[Taken]) -> Judged:
    at = line.placement
    met = [b.tell() for b in busy if b.starts_at < at.ends_at and b.ends_at > at.starts_at]
    warnings = () if line.state is LineState.free else line.reasons
    return Judged(line, (*warnings, *met), line.is_possible and not met)


def _last(proposal: Proposal) -> date:
    """The last day; one that lacks days counts as far off."""
    return proposal.placed[-1].day if proposal.complete else date.max - PATIENCE


def _busy(
    offering: Offering, instructors: Sequence[User], start: datetime, end: datetime
) -> Iterator[Taken]:
    """What the instructors teach elsewhere, and the classes that the offering has already."""
    for session in offering.live_sessions:
        words = partial(gettext, N_("The offering has a class then already."))
        yield Taken(session.starts_at, session.ends_at, words)
    ids = [person.id for person in instructors]
    for session in queries.teaching_between(ids, start, end) if ids else ():
        if session.offering_id != offering.id:
            yield Taken(session.starts_at, session.ends_at, partial(_teaches, session, ids))


def _teaches(session: ClassSession, ids: Sequence[int]) -> str:
    return gettext(
        "%(name)s teaches “%(course)s” then (%(start)s–%(end)s).",
        name=next(person.name for person in session.instructors if person.id in ids),
        course=session.offering.course.title,
        start=hour(session.starts_at),
        end=hour(session.ends_at),
    )


def _candidates(
    rooms: Sequence[Room], taken: Sequence[Standing], closures: Sequence[Closure]
) -> list[Candidate]:
    """The rooms with what is taken and closed in them."""
    by_room: dict[int, list[Taken]] = defaultdict(list)
    for each in taken:
        told = Taken(each.blocked_from, each.blocked_until, partial(getattr, each, "words"))
        by_room[each.room_id].append(told)
    found = []
    for room in rooms:
        before = timedelta(minutes=room.buffer_before)
        after = timedelta(minutes=room.buffer_after)
        # A closure meets the class itself; the buffers, which a candidate adds, may reach into it.
        closed = [
            Taken(each.starts_at + after, each.ends_at - before, partial(str, each.reason))
            for each in closures
            if each.covers(room.id, room.floor)
        ]
        found.append(Candidate(room.code, before, after, [*closed, *by_room[room.id]]))
    return found


def _why_off(start: datetime, end: datetime) -> Callable[[date], str | None]:
    first, last = clock.to_seoul(start).date(), clock.to_seoul(end).date()
    return classrooms.work_days(first, last).day_off
