"""Gathering what a preview goes by."""

from __future__ import annotations

from collections.abc import Sequence

from lms.classrooms.models import Layout
from lms.classrooms.preview import Conditions, Line, Placement, preview
from lms.classrooms.queries.bookings import pieces_taken_between, taken_between
from lms.classrooms.queries.closures import closures_between, days_off_between
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
    rooms = {placement.room.id for placement in placements}
    pieces = pieces_taken_between(start, end, equipment_ids, except_ids) if equipment_ids else []
    conditions = Conditions(
        now=clock.now(),
        operator=operator,
        for_sure=for_sure,
        people=people,
        layout=layout,
        closures=closures_between(start, end),
        days_off=days_off_between(clock.to_seoul(start).date(), clock.to_seoul(end).date()),
        taken=taken_between(start, end, rooms, except_ids),
        pieces=pieces,
    )
    return preview(placements, conditions)
