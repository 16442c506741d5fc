"""Moving occurrences: one, or one and all that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lms.accounts.models import User
from lms.audit import changes
from lms.audit import services as audit
from lms.classrooms.events import BookingMoved, Moved
from lms.classrooms.models import Occurrence, OccurrenceStatus, Room
from lms.classrooms.preview import Placement
from lms.classrooms.services.placing import (
    check_free,
    check_seats,
    check_use,
    facts,
    lock,
    place,
    racing,
    reread,
    set_status,
)
from lms.classrooms.services.pushing_out import check_push_out, make_way
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext


def move(
    *,
    actor: User,
    occurrence: Occurrence,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    people: int = 1,
    push_out: bool = False,
) -> Occurrence:
    """Move one occurrence to another room or time; it keeps its booking and status.

    Raises:
        RoomTaken, EquipmentTaken, PushesOut: as for `book_series`, there.
        Refused: the room is out of use or closed, or the occurrence was cancelled.
    """
    _check_live(occurrence)
    old = facts(occurrence)
    _move_all(actor, [occurrence], [Placement(room, starts_at, ends_at)], people, push_out)
    changed = changes.between(old, facts(occurrence))
    audit.record(actor.id, "classrooms.move", occurrence, **changed)
    return occurrence


def move_following(
    *,
    actor: User,
    occurrence: Occurrence,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    people: int = 1,
    push_out: bool = False,
) -> list[Occurrence]:
    """Move an occurrence and all later live ones of its booking: all of them or none.

    The later ones are moved by as many days, and get the same hours and the same room.

    Raises:
        RoomTaken, EquipmentTaken, PushesOut, Refused: as for `move`, for any of them.
    """
    _check_live(occurrence)
    moved = following(occurrence)
    placements = following_placements(occurrence, room, starts_at, ends_at)
    old = facts(occurrence)
    _move_all(actor, moved, placements, people, push_out)
    changed = changes.between(old, facts(occurrence))
    times = len(moved)
    audit.record(actor.id, "classrooms.move_following", occurrence.booking, times=times, **changed)
    return moved


def following(occurrence: Occurrence) -> list[Occurrence]:
    """A live occurrence and the later live ones of its booking, in order of time."""
    later = [
        each
        for each in occurrence.booking.occurrences
        if each.is_live and (each.starts_at, each.id) >= (occurrence.starts_at, occurrence.id)
    ]
    return sorted(later, key=lambda each: (each.starts_at, each.id))


def following_placements(
    occurrence: Occurrence, room: Room, starts_at: datetime, ends_at: datetime
) -> list[Placement]:
    """Where `following` would be if the first is moved there: as many days on, at the same hours."""
    first, start = clock.to_seoul(occurrence.starts_at), clock.to_seoul(starts_at)
    shift = start.date() - first.date()
    length = ends_at - starts_at
    placements = []
    for each in following(occurrence):
        day = clock.to_seoul(each.starts_at).date() + shift
        begins = clock.at(day, start.time())
        placements.append(Placement(room, begins, begins + length))
    return placements


def _check_live(occurrence: Occurrence) -> None:
    if not occurrence.is_live:
        raise Refused("cancelled", gettext("This booking was cancelled; book the room anew."))


def _move_all(
    actor: User,
    occurrences: Sequence[Occurrence],
    placements: Sequence[Placement],
    people: int,
    push_out: bool,
) -> None:
    own, booking = [each.id for each in occurrences], occurrences[0].booking
    pieces = sorted({use.equipment_id for each in occurrences for use in each.uses})
    lock([p.room for p in placements] + [o.room for o in occurrences], pieces)
    reread(occurrences)
    for each in occurrences:
        _check_live(each)
    check_use(placements)
    check_seats(placements, booking.people, booking.layout)
    met = check_free(placements, people=people, equipment_ids=pieces, except_ids=own)
    sure = any(each.status is OccurrenceStatus.confirmed for each in occurrences)
    if sure:
        check_push_out(met, push_out)
    moves = tuple(_place_before(each) for each in occurrences)
    with racing(placements, people=people, equipment_ids=pieces, except_ids=own):
        _place_all(occurrences, placements)
    if sure:
        make_way(actor, met, occurrences)
    announce(BookingMoved(booking.id, moves, actor.id))


def _place_all(occurrences: Sequence[Occurrence], placements: Sequence[Placement]) -> None:
    """Lift all, then put each down, so that none stands in another's way on the way."""
    statuses = [each.status for each in occurrences]
    if len(occurrences) > 1:
        for each in occurrences:
            set_status(each, OccurrenceStatus.provisional)
        db.session.flush()
    for each, placement, status in zip(occurrences, placements, statuses, strict=True):
        if each.original_starts_at is None and each.starts_at != placement.starts_at:
            each.original_starts_at = each.starts_at
        each.revision += 1
        set_status(each, status)
        place(each, placement)


def _place_before(occurrence: Occurrence) -> Moved:
    return Moved(occurrence.id, occurrence.starts_at, occurrence.ends_at, occurrence.room.name)
