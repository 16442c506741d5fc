"""What would become of a booking, time by time, before anything is saved. Pure.

Each wished time becomes a line: free, or what stands against it. The facts (what is taken, what is
closed, the room's rules) are given; `queries.previewed` gathers them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lms.classrooms.closed import Closing, closed_by
from lms.classrooms.use_rules import Wish, problems, rules_of
from lms.core import clock
from lms.core.status import Choice
from lms.core.text import N_, gettext, hour, short_day

if TYPE_CHECKING:
    from lms.classrooms.models import BookingKind, Layout, Room

Moments = tuple[datetime, datetime]

REACH = timedelta(hours=36)
"""What begins earlier than this before a time can't reach into it: no occurrence is longer than 24
hours (models.LONGEST), and no buffers are longer than the rest."""


@dataclass(frozen=True)
class Placement:
    """Where and when one occurrence is to be. Moments are aware UTC, without buffers."""

    room: Room
    starts_at: datetime
    ends_at: datetime

    @property
    def blocked(self) -> Moments:
        """The time with the room's buffers."""
        return self.room.blocked(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Taken:
    """An occurrence that stands in a room, or with which a piece of equipment goes along."""

    id: int
    booking_id: int
    room_id: int
    starts_at: datetime
    ends_at: datetime
    blocked_from: datetime
    blocked_until: datetime
    is_provisional: bool
    title: str
    kind: BookingKind
    piece: str = ""

    @property
    def words(self) -> str:
        """12월 1일 (화) 09:00–12:00 운영 회의, with the piece of equipment in question."""
        day = short_day(clock.to_seoul(self.starts_at).date())
        what = f"{self.piece} ({self.title})" if self.piece else self.title
        return f"{day} {hour(self.starts_at)}–{hour(self.ends_at)} {what}"


class LineState(Choice):
    """What stands against one time of a booking. Only `clash`, `closed` and `problem` forbid it."""

    free = "free", N_("Free")
    contested = "contested", N_("Asked for by others as well")
    pushes_out = "pushes_out", N_("Pushes a request out")
    day_off = "day_off", N_("A day off")
    clash = "clash", N_("Taken")
    closed = "closed", N_("Closed")
    problem = "problem", N_("Not allowed")


@dataclass(frozen=True)
class Line:
    """One time and what stands against it: reasons in words, and the nearest allowed time if any."""

    placement: Placement
    state: LineState
    reasons: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()
    nearest: Moments | None = None

    @property
    def is_possible(self) -> bool:
        """May it be booked as it stands?"""
        return self.state not in (LineState.clash, LineState.closed, LineState.problem)


@dataclass(frozen=True)
class Conditions:
    """What a preview goes by.

    Attributes:
        operator: an operator books, who may overstep some rules of a room.
        for_sure: it will be confirmed, and so pushes provisional ones out.
        pieces: what the wanted pieces of equipment go along with.
    """

    now: datetime
    operator: bool
    for_sure: bool
    people: int | None
    layout: Layout
    closures: Sequence[Closing] = ()
    days_off: Mapping[date, str] = field(default_factory=dict)
    taken: Sequence[Taken] = ()
    pieces: Sequence[Taken] = ()


class Standing:
    """What stands in rooms, so that what meets a time is found without looking at all of it."""

    def __init__(self, taken: Iterable[Taken]) -> None:
        self._by_room: dict[int, list[Taken]] = {}
        for one in sorted(taken, key=lambda one: one.blocked_from):
            self._by_room.setdefault(one.room_id, []).append(one)

    def meeting(self, placement: Placement) -> list[Taken]:
        """What overlaps a time in its room, buffers counted, in order."""
        there = self._by_room.get(placement.room.id, [])
        start, end = placement.blocked
        first = bisect_left(there, start - REACH, key=lambda one: one.blocked_from)
        last = bisect_left(there, end, key=lambda one: one.blocked_from)
        return [one for one in there[first:last] if one.blocked_until > start]


def preview(placements: Sequence[Placement], conditions: Conditions) -> list[Line]:
    """One line for each time, in the order given; a time also stands against later ones here."""
    standing = Standing(conditions.taken)
    kept: list[Placement] = []
    lines = []
    for placement in placements:
        line = _line(placement, conditions, standing.meeting(placement), kept)
        if line.is_possible:
            kept.append(placement)
        lines.append(line)
    return lines


def meets(placement: Placement, taken: Taken) -> bool:
    """Does a time overlap what is taken, buffers counted? Rooms are not compared."""
    start, end = placement.blocked
    return taken.blocked_from < end and taken.blocked_until > start


def _line(
    placement: Placement,
    conditions: Conditions,
    there: Sequence[Taken],
    kept: Sequence[Placement],
) -> Line:
    return (
        _problem(placement, conditions)
        or _closed(placement, conditions)
        or _clash(placement, conditions, there, kept)
        or _warning(placement, conditions, there)
        or Line(placement, LineState.free)
    )


def _problem(placement: Placement, conditions: Conditions) -> Line | None:
    wish = Wish(placement.starts_at, placement.ends_at, conditions.people, conditions.layout)
    rules = rules_of(placement.room)
    found = problems(rules, wish, conditions.now, operator=conditions.operator)
    if not found:
        return None
    nearest = next((one.nearest for one in found if one.nearest), None)
    sentences = tuple(one.sentence for one in found)
    return Line(placement, LineState.problem, sentences, nearest=nearest)


def _closed(placement: Placement, conditions: Conditions) -> Line | None:
    reason = _why_closed(placement, conditions.closures, {})
    return Line(placement, LineState.closed, (reason,)) if reason else None


def _clash(
    placement: Placement,
    conditions: Conditions,
    there: Sequence[Taken],
    kept: Sequence[Placement],
) -> Line | None:
    pieces = (piece for piece in conditions.pieces if meets(placement, piece))
    found = tuple(t for t in (*there, *pieces) if not t.is_provisional)
    if found:
        return Line(placement, LineState.clash, tuple(t.words for t in found), found)
    if any(_overlap(placement, other) for other in kept):
        own = gettext("Overlaps another time of the same booking.")
        return Line(placement, LineState.clash, (own,))
    return None


def _warning(placement: Placement, conditions: Conditions, there: Sequence[Taken]) -> Line | None:
    reason = _why_closed(placement, (), conditions.days_off)
    if reason and not conditions.operator:
        return Line(placement, LineState.closed, (reason,))
    rivals = tuple(t for t in there if t.is_provisional)
    words = (*((reason,) if reason else ()), *(t.words for t in rivals))
    if rivals:
        state = LineState.pushes_out if conditions.for_sure else LineState.contested
        return Line(placement, state, words, rivals)
    return Line(placement, LineState.day_off, words) if reason else None


def _why_closed(
    placement: Placement, closures: Sequence[Closing], days_off: Mapping[date, str]
) -> str | None:
    room = placement.room
    return closed_by(
        closures, days_off, room.id, room.floor, placement.starts_at, placement.ends_at
    )


def _overlap(one: Placement, other: Placement) -> bool:
    if one.room.id != other.room.id:
        return False
    (start, end), (begun, until) = one.blocked, other.blocked
    return start < until and end > begun
