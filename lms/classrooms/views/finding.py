"""Find a room: for a day, an hour, a length, people, a layout and equipment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import render_template, request

from lms.classrooms import queries
from lms.classrooms.alternatives import next_days
from lms.classrooms.finding import Candidate, Piece, Wanted, search
from lms.classrooms.free import Span, minus, usable
from lms.classrooms.holidays import is_off
from lms.classrooms.models import Equipment, Layout, Room
from lms.classrooms.queries.closings import Closings, obstacles_between, pieces_between
from lms.classrooms.use_rules import Wish, problems, rules_of
from lms.classrooms.views.asking import may_try, new_booking, new_request, soonest
from lms.classrooms.views.bars import open_spans
from lms.classrooms.views.blueprint import doors
from lms.classrooms.wording import hours_and_minutes
from lms.core import clock
from lms.core.asked import asked_choice, asked_day, asked_number
from lms.core.guard import me, public
from lms.core.text import gettext, ngettext, short_day

DAYS_AHEAD = 14
"""How many later days are looked at."""
LENGTHS = (30, 60, 90, 120, 180, 240, 300, 360, 420, 480, 540)
"""Minutes that can be chosen."""
MOST_PEOPLE = 1000
MORNING, EVENING = time(9), time(17)
"""Between these a search that names no hour begins at once."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for, nonsense replaced by something sound."""

    day: date
    hour: time
    minutes: int
    people: int
    layout: Layout
    names: tuple[str, ...]

    @property
    def wanted(self) -> Wanted:
        """As search() wants it."""
        start = clock.at(self.day, self.hour)
        end = start + timedelta(minutes=self.minutes)
        return Wanted(start, end, self.people, frozenset(self.names))


@doors.get("/classrooms/find")
@public
def find() -> str:
    """The form, and what fits: three queries."""
    asked = _asked()
    wanted = asked.wanted
    start, end = clock.day_bounds(asked.day)
    until = end + timedelta(days=DAYS_AHEAD)
    rooms = queries.rooms(with_hours=True)
    closings, taken = obstacles_between(start, until)
    pieces = pieces_between(start, until)
    days = [asked.day + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]
    candidates = [_candidate(room, asked, days, closings, taken, pieces) for room in rooms]
    movable = [Piece(one.shown_name, spans) for one, spans in pieces if one.is_movable]
    found = search(wanted, candidates, movable, DAYS_AHEAD)
    return render_template(
        "classrooms/find.html",
        asked=asked,
        wanted=wanted,
        found=found,
        rooms={room.code: room for room in rooms},
        problem=_problem(asked, rooms, closings),
        choices=_choices([one for one, _ in pieces]),
        way=_way,
        breadcrumbs=[(gettext("Classrooms"), "/classrooms"), (gettext("Find a room"), None)],
    )


def _asked() -> Asked:
    soon = _soon()
    minutes = asked_number("minutes") or 0
    return Asked(
        asked_day() or soon.date(),
        _hour(request.args.get("from", "")) or soon.time(),
        minutes if minutes in LENGTHS else 120,
        min(max(asked_number("people") or 1, 1), MOST_PEOPLE),
        asked_choice(Layout, "layout") or Layout.lecture,
        tuple(sorted({name[:80] for name in request.args.getlist("equipment")}))[:20],
    )


def _soon() -> datetime:
    """What is looked for unless said otherwise: the next half hour, or the next morning of work."""
    soon = clock.to_seoul(soonest(clock.now()))
    if is_off(soon.date()) or soon.time() >= EVENING:
        return clock.to_seoul(clock.at(next_days(soon.date(), 1, is_off)[0], MORNING))
    return max(soon, clock.to_seoul(clock.at(soon.date(), MORNING)))


def _hour(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return None


def _candidate(
    room: Room,
    asked: Asked,
    days: Sequence[date],
    closings: Closings,
    taken: Mapping[int, list[Span]],
    pieces: Sequence[tuple[Equipment, list[Span]]],
) -> Candidate:
    return Candidate(
        room.code,
        room.seats(asked.layout),
        frozenset(piece.shown_name for piece, _ in pieces if piece.room_id == room.id),
        _free(room, days, closings, taken.get(room.id, [])),
    )


def _free(
    room: Room, days: Sequence[date], closings: Closings, taken: Sequence[Span]
) -> list[Span]:
    opened = [span for day in days for span in open_spans(room, day)]
    closed = [span for day in days for span, _ in closings.of(room.id, room.floor, day)]
    past = (clock.day_bounds(days[0])[0], soonest(clock.now()))
    return usable(
        minus(opened, [*closed, past]),
        taken,
        before=timedelta(minutes=room.buffer_before),
        after=timedelta(minutes=room.buffer_after),
    )


def _problem(asked: Asked, rooms: Sequence[Room], closings: Closings) -> str:
    """Why nothing can fit, whatever is taken; empty if something could."""
    most = max((room.seats(asked.layout) for room in rooms), default=0)
    if asked.wanted.starts_at < clock.now():
        return gettext("That time has begun already. Please choose a later one.")
    if asked.people > most:
        return ngettext(
            "The largest room holds %(num)s person in that layout.",
            "The largest room holds %(num)s people in that layout.",
            most,
        )
    off = closings.work_days.day_off(asked.day)
    if off:
        day = short_day(asked.day)
        return gettext("%(day)s is a day off (%(name)s); the rooms are closed.", day=day, name=off)
    return ""


def _choices(pieces: Sequence[Equipment]) -> dict[str, Any]:
    return {
        "lengths": [(minutes, hours_and_minutes(minutes)) for minutes in LENGTHS],
        "layouts": Layout.options(),
        "equipment": [(name, name) for name in sorted({piece.shown_name for piece in pieces})],
    }


def _way(room: Room, start: datetime, end: datetime) -> dict[str, str]:
    """How the reader gets a room at a time: a label and an address, or a note why not."""
    if me() and me().is_operator:
        return {"label": gettext("Book"), "href": new_booking(room, (start, end))}
    if not may_try(room):
        return {"note": gettext("The academy's own use only")}
    against = problems(rules_of(room), Wish(start, end), clock.now(), operator=False)
    if against:
        return {"note": against[0].sentence}
    return {"label": gettext("Ask for it"), "href": new_request(room, (start, end))}
