"""Serving the line: what comes free goes to those who wait, first in line first.

A seat that came free is offered with a deadline, or given at once where the offering says so. The line
moves by itself until enrolment closes; after that an operator moves it. Colleagues who want to come
together or not at all are passed over while fewer seats are free than they need: they keep their place,
and the seats don't stay empty meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, or_, select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering, OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.enrolment import rules
from lms.enrolment.events import Enrolled, SeatOffered
from lms.enrolment.models import Enrolment, EnrolmentStatus, Party, Seat
from lms.enrolment.queries import LINE, is_free, rules_of
from lms.enrolment.services.line import give_seat, lock_line, seat_for
from lms.firms.groups import Group

Pools = Counter[Group | None]


def move_line(*, actor: User, offering: Offering) -> list[Enrolment]:
    """Give what is free to those who wait, by hand: after enrolment has closed nothing moves by itself.

    Raises:
        Refused: the offering is not published, or no free seat fits anybody who waits.
    """
    lock_line(offering)
    if offering.status is not OfferingStatus.published:
        sentence = gettext("The line moves only before the first class of a published offering.")
        raise Refused("not-published", sentence)
    moved = _fill(offering)
    if not moved:
        raise Refused("nobody-moves", gettext("No free seat fits anybody who waits."))
    audit.record(actor.id, "enrolment.move_line", offering, moved=len(moved))
    return moved


def fill_free_seats(offering: Offering) -> list[Enrolment]:
    """Serve the line as far as seats go, while it moves by itself."""
    lock_line(offering)
    return _fill(offering) if rules.line_moves(offering.stage(clock.now())) else []


def _fill(offering: Offering) -> list[Enrolment]:
    moved: list[Enrolment] = []
    passed: set[int] = set()
    while (pools := free_pools(offering)) and (
        first := _next_in_line(offering, pools, passed)
    ) is not None:
        members = _together(first)
        if len(members) > _room_for(first, pools):
            passed.add(first.party_id or 0)
            continue
        for one in members:
            seat_id = seat_for(one)
            if seat_id is not None:  # else somebody was just taking it; look again
                _move_in(offering, one, seat_id)
                moved.append(one)
    return moved


def free_pools(offering: Offering) -> Pools:
    """Free seats of an offering by the group they are kept for (None: common)."""
    statement = (
        select(Seat.pool, func.count())
        .where(Seat.offering_id == offering.id, is_free())
        .group_by(Seat.pool)
    )
    return Counter(dict(db.session.execute(statement).all()))


def _room_for(enrolment: Enrolment, pools: Pools) -> int:
    return pools[None] + pools[enrolment.group]


def _together(first: Enrolment) -> list[Enrolment]:
    """Who moves with the first in line: everybody of the party that comes together or not at all."""
    if first.party is None or not first.party.together:
        return [first]
    statement = select(Enrolment).where(
        Enrolment.party_id == first.party_id, Enrolment.status == EnrolmentStatus.waiting
    )
    return list(db.session.scalars(statement.order_by(*LINE)))


def _next_in_line(offering: Offering, pools: Pools, passed: Collection[int]) -> Enrolment | None:
    """The first in line for whom a seat is free."""
    statement = (
        select(Enrolment)
        .outerjoin(Party, Enrolment.party_id == Party.id)
        .where(
            Enrolment.offering_id == offering.id,
            Enrolment.status == EnrolmentStatus.waiting,
            or_(Party.id.is_(None), Party.together.is_(False), Party.id.not_in(passed)),
        )
        .order_by(*LINE)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if not pools[None]:
        statement = statement.where(Enrolment.group.in_([pool for pool in pools if pool]))
    return db.session.scalars(statement).one_or_none()


def _move_in(offering: Offering, enrolment: Enrolment, seat_id: int) -> None:
    hours = rules_of(offering).offer_hours
    together = enrolment.party is not None and enrolment.party.together
    if hours and not together:
        until = rules.offer_until(clock.now(), hours, offering.starts_on)
        give_seat(enrolment, seat_id, until)
        audit.record(None, "enrolment.offer", enrolment, status=["waiting", "offered"])
        announce(SeatOffered(enrolment.id))
        return
    give_seat(enrolment, seat_id)
    audit.record(None, "enrolment.move_up", enrolment, status=["waiting", "enrolled"])
    announce(Enrolled(enrolment.id, moved_up=True))
