"""Booking rooms: once, or many times in one step; confirming what was held provisionally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from lms.accounts.models import User
from lms.audit import changes
from lms.audit import services as audit
from lms.classrooms.models import (
    Booking,
    BookingKind,
    Layout,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.classrooms.preview import Placement
from lms.classrooms.services.placing import (
    add_uses,
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
from lms.core.searching import search_text


@dataclass(frozen=True)
class BookingDetails:
    """What somebody says about a booking besides its times.

    Attributes:
        people: how many are expected; None if not said.
        firm_id, on_behalf_of: for whom it is made: a firm known here, or anybody in words.
    """

    title: str
    purpose: str = ""
    people: int | None = None
    layout: Layout = Layout.lecture
    note: str = ""
    firm_id: int | None = None
    on_behalf_of: str = ""


def book(
    *,
    actor: User,
    kind: BookingKind,
    title: str,
    owner: User | None,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    people: int = 1,
    push_out: bool = False,
) -> Occurrence:
    """Book a room once; the occurrence is confirmed.

    Args:
        starts_at, ends_at: aware UTC; the room's buffers are added to what is blocked.
        people: how many must fit into the alternatives that a refusal offers.
        push_out: requests that stand there provisionally lose their time.

    Raises:
        RoomTaken, PushesOut, Refused: as for `book_series`.
    """
    booking = book_series(
        actor=actor,
        kind=kind,
        owner=owner,
        details=BookingDetails(title),
        placements=[Placement(room, starts_at, ends_at)],
        least_people=people,
        push_out=push_out,
    )
    return booking.occurrences[0]


def book_series(
    *,
    actor: User,
    kind: BookingKind,
    owner: User | None,
    details: BookingDetails,
    placements: Sequence[Placement],
    rule: str = "",
    equipment_ids: Sequence[int] = (),
    status: OccurrenceStatus = OccurrenceStatus.confirmed,
    push_out: bool = False,
    least_people: int | None = None,
) -> Booking:
    """Book rooms at many times in one step: all of them or none.

    Args:
        placements: each time with its room, see recurrence.py and preview.py.
        rule: how the times were made, as RRULE, for people to read.
        equipment_ids: movable pieces that go along each time.
        status: confirmed, or provisional: then it takes nothing from others, and others may stand
            there provisionally as well.
        push_out: of a confirmed one: requests that stand there provisionally lose their time.
        least_people: how many must fit into the alternatives, if it is not `details.people`.

    Raises:
        RoomTaken, EquipmentTaken: something confirmed overlaps.
        PushesOut: something provisional does, and `push_out` was not said.
        Refused: a room is out of use or closed, a time contradicts itself, or two overlap.
    """
    people = least_people or details.people or 1
    lock((placement.room for placement in placements), equipment_ids)
    check_use(placements)
    check_seats(placements, details.people, details.layout)
    met = check_free(placements, people=people, equipment_ids=equipment_ids)
    sure = status is OccurrenceStatus.confirmed
    if sure:
        check_push_out(met, push_out)
    booking = _new(kind, owner, details, rule)
    with racing(placements, people=people, equipment_ids=equipment_ids):
        _add_occurrences(booking, placements, equipment_ids, status)
    first, times = booking.occurrences[0], len(booking.occurrences)
    audit.record(actor.id, "classrooms.book", booking, **facts(first), times=times)
    if sure:
        make_way(actor, met, booking.occurrences)
    return booking


def confirm(*, actor: User, booking: Booking) -> None:
    """Turn what a booking holds provisionally into what it has; doing it twice changes nothing.

    Others who hold the same times provisionally are left to whoever confirms.

    Raises:
        RoomTaken, EquipmentTaken: something was confirmed there meanwhile. Refused: a room is closed.
    """
    waiting = [o for o in booking.occurrences if o.status is OccurrenceStatus.provisional]
    if not waiting:
        return
    equipment_ids = sorted({use.equipment_id for o in waiting for use in o.uses})
    own = [o.id for o in waiting]
    lock((o.room for o in waiting), equipment_ids)
    reread(waiting)
    waiting = [o for o in waiting if o.status is OccurrenceStatus.provisional]
    if not waiting:
        return
    placements = [Placement(o.room, o.starts_at, o.ends_at) for o in waiting]
    check_use(placements)
    people = booking.people or 1
    check_free(placements, people=people, equipment_ids=equipment_ids, except_ids=own)
    with racing(placements, people=people, equipment_ids=equipment_ids, except_ids=own):
        for occurrence in waiting:
            set_status(occurrence, OccurrenceStatus.confirmed)
    audit.record(actor.id, "classrooms.confirm", booking, times=len(waiting))


def update_booking(*, actor: User, booking: Booking, details: BookingDetails) -> None:
    """Change what a booking says about itself.

    Raises:
        Refused: more people than one of its rooms holds.
    """
    ahead = [o for o in booking.occurrences if o.is_live and o.ends_at > clock.now()]
    rooms = [Placement(o.room, o.starts_at, o.ends_at) for o in ahead]
    check_seats(rooms, details.people, details.layout)
    said = asdict(details)
    changed = changes.between(changes.facts_of(booking, said), said)
    for name, value in said.items():
        setattr(booking, name, value)
    if changed:
        booking.search_text = _searched(details)
        audit.record(actor.id, "classrooms.update_booking", booking, **changed)


def _new(kind: BookingKind, owner: User | None, details: BookingDetails, rule: str) -> Booking:
    return Booking(
        kind=kind,
        owner_id=owner.id if owner else None,
        rule=rule,
        search_text=_searched(details),
        created_at=clock.now(),
        **asdict(details),
    )


def _add_occurrences(
    booking: Booking,
    placements: Sequence[Placement],
    equipment_ids: Sequence[int],
    status: OccurrenceStatus,
) -> None:
    for placement in placements:
        occurrence = Occurrence(booking=booking, status=status)
        place(occurrence, placement)
        add_uses(occurrence, equipment_ids)
    db.session.add(booking)


def _searched(details: BookingDetails) -> str:
    return search_text(details.title, details.on_behalf_of, details.purpose)
