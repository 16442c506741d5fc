"""Gathering what a preview goes by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from lms.classrooms.alternatives import Alternative, Place, alternatives
from lms.classrooms.models import Closure, Layout, Room
from lms.classrooms.preview import Conditions, Line, Placement, Taken, preview
from lms.classrooms.queries.bookings import pieces_taken_between, taken_between
from lms.classrooms.queries.closures import closures_between, days_off_between
from lms.classrooms.queries.rooms import rooms
from lms.core import clock


def previewed(
    placements: Sequence[Placement],
    *,
    operator: bool,
    for_sure: bool = True,
    people: int | None = None,
    layout: Layout = Layout.lecture,
    equipment_ids: Sequence[int] = (),
    except_ids: Sequence[int] = (),
) -> list[Line]:
    """What would become of each time: a line for each, in order.

    What is taken is read in one query however many times there are, and so is what is closed.

    Args:
        operator: an operator books. for_sure: it will be confirmed.
        equipment_ids: movable pieces that are to go along.
        except_ids: occurrences that are to be moved, and so do not stand in their own way.
    """
    if not placements:
        return []
    start = min(placement.blocked[0] for placement in placements)
    end = max(placement.blocked[1] for placement in placements)
    wanted = {placement.room.id for placement in placements}
    pieces = pieces_taken_between(start, end, equipment_ids, except_ids) if equipment_ids else []
    conditions = Conditions(
        now=clock.now(),
        operator=operator,
        for_sure=for_sure,
        people=people,
        layout=layout,
        closures=closures_between(start, end),
        days_off=days_off_between(clock.to_seoul(start).date(), clock.to_seoul(end).date()),
        taken=taken_between(start, end, wanted, except_ids),
        pieces=pieces,
    )
    return preview(placements, conditions)


def free_instead(
    lines: Sequence[Line], people: int, layout: Layout
) -> dict[int, list[Alternative]]:
    """For each line that can't be booked, by its place: what is free instead on that day.

    Other rooms at the same time, and other hours in the same room. Three queries, however many
    lines there are.
    """
    stuck = {n: line.placement for n, line in enumerate(lines) if not line.is_possible}
    stuck = {n: one for n, one in stuck.items() if one.ends_at > one.starts_at}
    if not stuck:
        return {}
    start = clock.day_bounds(min(_day(one) for one in stuck.values()))[0]
    end = clock.day_bounds(max(_day(one) for one in stuck.values()))[1]
    by_day: dict[date, list[Taken]] = {}
    for taken in taken_between(start, end):
        by_day.setdefault(clock.to_seoul(taken.starts_at).date(), []).append(taken)
    closures = closures_between(start, end)
    able = rooms()
    found = {}
    for n, one in stuck.items():
        there = places(able, by_day.get(_day(one), ()), closures, layout)
        found[n] = alternatives(one.room.code, one.starts_at, one.ends_at, there, people=people)
    return found


def places(
    able: Sequence[Room],
    taken: Sequence[Taken],
    closures: Sequence[Closure],
    layout: Layout = Layout.lecture,
) -> list[Place]:
    """Rooms with what is taken and closed of them, as alternatives.py wants them."""
    return [
        Place(
            code=each.code,
            capacity=each.seats(layout),
            before=timedelta(minutes=each.buffer_before),
            after=timedelta(minutes=each.buffer_after),
            taken=[
                *((t.blocked_from, t.blocked_until) for t in taken if t.room_id == each.id),
                *((c.starts_at, c.ends_at) for c in closures if c.covers(each.id, each.floor)),
            ],
        )
        for each in able
    ]


def _day(placement: Placement) -> date:
    return clock.to_seoul(placement.starts_at).date()
