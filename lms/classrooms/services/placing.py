"""The steps that booking and moving share: check, lock, place, and lose a race politely.

Whoever books locks the rooms first, so that two who want one stand in line; the database's own
constraints stay the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.classrooms import queries
from lms.classrooms.closed import closed_by
from lms.classrooms.models import (
    LONGEST,
    Equipment,
    EquipmentUse,
    Layout,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.classrooms.preview import Placement, Standing, Taken, meets
from lms.classrooms.services.refusals import EquipmentTaken, RoomTaken, alternatives_to
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext


def check_use(placements: Sequence[Placement]) -> None:
    """May these rooms be used at these times at all?

    Raises:
        Refused: a room is out of use or closed then, or a time ends before it begins or lasts for days.
    """
    if not placements:
        raise Refused("no-occurrence", gettext("There is no time left to book."))
    for placement in placements:
        _check_one(placement)
    start = min(placement.starts_at for placement in placements)
    end = max(placement.ends_at for placement in placements)
    closures = queries.closures_between(start, end)
    for one in placements:
        closed = closed_by(closures, {}, one.room.id, one.room.floor, one.starts_at, one.ends_at)
        if closed:
            room = one.room.name
            raise Refused("closed", gettext("%(room)s: %(closed)s", room=room, closed=closed))


def _check_one(placement: Placement) -> None:
    if placement.ends_at <= placement.starts_at:
        raise Refused("order", gettext("The end must be later than the start."))
    if placement.ends_at - placement.starts_at > LONGEST:
        sentence = gettext("A booking lasts 24 hours at most. Please book each day by itself.")
        raise Refused("too-long", sentence)
    if not placement.room.active:
        name = placement.room.name
        raise Refused(
            "room-unused",
            gettext("%(room)s is out of use. Please choose another room.", room=name),
        )


def check_seats(placements: Sequence[Placement], people: int | None, layout: Layout) -> None:
    """Do so many people fit into each of the rooms?

    Raises:
        Refused: no, with the seats of the room.
    """
    for room in {placement.room.id: placement.room for placement in placements}.values():
        seats = room.seats(layout)
        if people is not None and people > seats:
            sentence = gettext(
                "%(room)s holds %(seats)s people in that layout. Please choose a larger room or "
                "fewer people.",
                room=room.name,
                seats=seats,
            )
            raise Refused("too-small", sentence)


def lock(rooms: Iterable[Room], equipment_ids: Iterable[int] = ()) -> None:
    """Whoever books these waits for us; in the order of ids, so nobody waits in a ring."""
    for table, ids in ((Room, {room.id for room in rooms}), (Equipment, set(equipment_ids))):
        if ids:
            db.session.execute(
                select(table.id)
                .where(table.id.in_(ids))
                .order_by(table.id)
                .with_for_update(key_share=True)
            )


def reread(occurrences: Sequence[Occurrence]) -> None:
    """See occurrences as they are now, and let nobody change them until we are done."""
    ids = [occurrence.id for occurrence in occurrences]
    db.session.scalars(
        select(Occurrence)
        .where(Occurrence.id.in_(ids))
        .order_by(Occurrence.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def check_free(
    placements: Sequence[Placement],
    *,
    people: int,
    equipment_ids: Sequence[int] = (),
    except_ids: Sequence[int] = (),
) -> list[Taken]:
    """Are the rooms and the pieces of equipment free? One query for each of the two.

    Args:
        people: how many must fit into the alternatives that a refusal offers.

    Returns:
        What stands there provisionally.

    Raises:
        RoomTaken, EquipmentTaken: something confirmed overlaps, or two of these times each other.
    """
    start = min(placement.blocked[0] for placement in placements)
    end = max(placement.blocked[1] for placement in placements)
    rooms = {placement.room.id for placement in placements}
    there = queries.taken_between(start, end, rooms, except_ids)
    met = _met(placements, there)
    taken = [one for one in met if not one.is_provisional]
    if taken:
        raise _room_taken(placements, taken, people)
    _check_each_other(placements, bool(equipment_ids))
    if equipment_ids:
        pieces = queries.pieces_taken_between(start, end, equipment_ids, except_ids)
        in_use = [
            one
            for one in pieces
            if not one.is_provisional and any(meets(p, one) for p in placements)
        ]
        if in_use:
            raise EquipmentTaken(in_use)
    return met


def _met(placements: Sequence[Placement], there: Sequence[Taken]) -> list[Taken]:
    standing = Standing(there)
    return list({one.id: one for p in placements for one in standing.meeting(p)}.values())


def _room_taken(placements: Sequence[Placement], taken: Sequence[Taken], people: int) -> RoomTaken:
    first = next(
        p for p in placements for one in taken if one.room_id == p.room.id and meets(p, one)
    )
    free = alternatives_to(first.room, first.starts_at, first.ends_at, people)
    return RoomTaken(first.room, taken, free)


def _check_each_other(placements: Sequence[Placement], with_pieces: bool) -> None:
    """In one room, or with the same pieces in any, no time may overlap the next."""
    ordered = sorted(placements, key=lambda p: p.blocked)
    rooms = [[p for p in ordered if p.room.id == id_] for id_ in {p.room.id for p in ordered}]
    for line in [*rooms, *([ordered] if with_pieces else [])]:
        for one, other in pairwise(line):
            if other.blocked[0] < one.blocked[1]:
                raise Refused("overlap", _overlap_in_words(one, other))


def _overlap_in_words(one: Placement, other: Placement) -> str:
    if one.room.id != other.room.id:
        return gettext(
            "Two of these times overlap, and the equipment can't be in two rooms at once."
        )
    return gettext(
        "Two of these times overlap in %(room)s, its set-up time counted.", room=one.room.name
    )


def place(occurrence: Occurrence, placement: Placement) -> None:
    """Give an occurrence its room and time, and what goes along the same."""
    occurrence.room = placement.room
    occurrence.starts_at, occurrence.ends_at = placement.starts_at, placement.ends_at
    occurrence.blocked_from, occurrence.blocked_until = placement.blocked
    for use in occurrence.uses:
        use.blocked_from, use.blocked_until = placement.blocked
        use.status = occurrence.status


def set_status(occurrence: Occurrence, status: OccurrenceStatus) -> None:
    """Let an occurrence, and what goes along, take the room or give it back."""
    occurrence.status = status
    for use in occurrence.uses:
        use.status = status


def add_uses(occurrence: Occurrence, equipment_ids: Iterable[int]) -> None:
    """Let pieces of equipment go along with an occurrence that has its place."""
    occurrence.uses += [
        EquipmentUse(
            equipment_id=each,
            blocked_from=occurrence.blocked_from,
            blocked_until=occurrence.blocked_until,
            status=occurrence.status,
        )
        for each in sorted(set(equipment_ids))
    ]


@contextmanager
def racing(
    placements: Sequence[Placement],
    *,
    people: int,
    equipment_ids: Sequence[int] = (),
    except_ids: Sequence[int] = (),
) -> Iterator[None]:
    """Write inside; what the database's own constraints refuse becomes our answer."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError:
        check_free(placements, people=people, equipment_ids=equipment_ids, except_ids=except_ids)
        raise


def facts(occurrence: Occurrence) -> dict[str, Any]:
    """What the history tells of an occurrence."""
    return {
        "room": occurrence.room.code,
        "starts_at": occurrence.starts_at.isoformat(),
        "ends_at": occurrence.ends_at.isoformat(),
    }
