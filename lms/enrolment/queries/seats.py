"""Counting seats."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat, SeatRules
from lms.firms.groups import Group

SEATS = Seat.__table__.c

Moment = datetime | BindParameter[datetime]


@dataclass(frozen=True)
class SeatCount:
    """Seats of an offering: all, those with a person, those held for a firm, and people waiting."""

    total: int = 0
    taken: int = 0
    held: int = 0
    waiting: int = 0

    @property
    def free(self) -> int:
        """Seats that nobody has and nobody holds."""
        return self.total - self.taken - self.held


def is_held(now: Moment | None = None) -> ColumnElement[bool]:
    """Seats that a firm holds now (or at a moment) without having named anybody."""
    moment = clock.now() if now is None else now
    return and_(SEATS.held_by_firm_id.is_not(None), SEATS.held_until > moment)


def is_free(now: Moment | None = None) -> ColumnElement[bool]:
    """Seats that nobody has and nobody holds now (or at a moment)."""
    moment = clock.now() if now is None else now
    unheld = or_(SEATS.held_by_firm_id.is_(None), SEATS.held_until <= moment)
    return and_(SEATS.enrolment_id.is_(None), unheld)


def seat_counts(offering_ids: Collection[int]) -> dict[int, SeatCount]:
    """Seat counts of several offerings, in one query."""
    if not offering_ids:
        return {}
    empty_but_held = case((and_(Seat.enrolment_id.is_(None), is_held()), 1), else_=0)
    seats = (
        select(
            Seat.offering_id,
            func.count().label("total"),
            func.count(Seat.enrolment_id).label("taken"),
            func.sum(empty_but_held).label("held"),
        )
        .where(Seat.offering_id.in_(offering_ids))
        .group_by(Seat.offering_id)
        .subquery()
    )
    waiting = (
        select(func.count(Enrolment.id))
        .where(Enrolment.offering_id == Offering.id, Enrolment.status == EnrolmentStatus.waiting)
        .correlate(Offering)
        .scalar_subquery()
    )
    columns = [func.coalesce(each, 0) for each in (seats.c.total, seats.c.taken, seats.c.held)]
    statement = (
        select(Offering.id, *columns, waiting)
        .outerjoin(seats, seats.c.offering_id == Offering.id)
        .where(Offering.id.in_(offering_ids))
    )
    return {row[0]: SeatCount(*row[1:]) for row in db.session.execute(statement)}


def seat_count(offering: Offering) -> SeatCount:
    """Seat counts of one offering."""
    return seat_counts([offering.id]).get(offering.id, SeatCount())


def rules_of(offering: Offering) -> SeatRules:
    """How the offering's seats are given; the defaults (not stored) where nothing else was said."""
    found = db.session.get(SeatRules, offering.id)
    return found or SeatRules(offering_id=offering.id, open_to=[], offer_hours=0, hold_limit=0)


@dataclass(frozen=True)
class PoolCount(SeatCount):
    """The same for the seats kept for one group (None: common); who waits could have one of them."""

    pool: Group | None = None


def seat_pools(offering: Offering) -> list[PoolCount]:
    """Seats of an offering by the group they are kept for, common ones last; without who waits."""
    held = func.sum(case((and_(Seat.enrolment_id.is_(None), is_held()), 1), else_=0))
    statement = (
        select(func.count(), func.count(Seat.enrolment_id), held, Seat.pool)
        .where(Seat.offering_id == offering.id)
        .group_by(Seat.pool)
    )
    found = [
        PoolCount(total=total, taken=taken, held=held, pool=pool)
        for total, taken, held, pool in db.session.execute(statement)
    ]
    order = [*Group, None]
    return sorted(found, key=lambda one: order.index(one.pool))


def pool_counts(offering: Offering) -> list[PoolCount]:
    """The same with who waits. Two queries."""
    line = (
        select(Enrolment.group, func.count())
        .where(Enrolment.offering_id == offering.id, Enrolment.status == EnrolmentStatus.waiting)
        .group_by(Enrolment.group)
    )
    waiting: dict[Group, int] = dict(db.session.execute(line).all())
    return [
        replace(one, waiting=waiting.get(one.pool, 0) if one.pool else sum(waiting.values()))
        for one in seat_pools(offering)
    ]


def together(pools: Collection[PoolCount], waiting: int) -> SeatCount:
    """The seats of all pools in one count."""
    return SeatCount(
        total=sum(one.total for one in pools),
        taken=sum(one.taken for one in pools),
        held=sum(one.held for one in pools),
        waiting=waiting,
    )


def seats(offering: Offering) -> Sequence[Seat]:
    """All seats of an offering by number, with the people and firms that have or hold them."""
    statement = (
        select(Seat)
        .where(Seat.offering_id == offering.id)
        .options(
            joinedload(Seat.enrolment).joinedload(Enrolment.user),
            joinedload(Seat.enrolment).joinedload(Enrolment.firm),
            joinedload(Seat.held_by),
        )
        .order_by(Seat.number)
    )
    return db.session.scalars(statement).all()


def seated_ids(offering: Offering) -> Sequence[int]:
    """Ids of the people who have a seat, for sure or offered."""
    statement = (
        select(Enrolment.user_id)
        .join(Seat, Seat.enrolment_id == Enrolment.id)
        .where(Seat.offering_id == offering.id)
    )
    return db.session.scalars(statement).all()
