"""Seats and the waiting line: taking a free seat, giving one back; serving.py moves the line up.

Two ways lead to a seat. The quick one takes a free seat that nobody is just taking, and holds
nothing else; so applicants do not queue behind one lock. Whoever finds none takes the lock of the
line and looks again, waiting for those who are just taking one. Everything that frees a seat holds
that lock too and serves the line before it commits. Hence, on both databases: a committed free seat
means that nobody who could have it waits, and a newcomer never passes somebody who waits.
(On SQLite a writing transaction is alone, and the locks say nothing.)
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    func,
    or_,
    select,
    update,
)

from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import Base, db
from lms.core.statements import run, value
from lms.core.status import check_move
from lms.enrolment.models import ENROLMENT_MOVES, Enrolment, EnrolmentStatus, Seat
from lms.enrolment.queries import SEATS, is_free
from lms.firms.groups import Group


def lock_line(offering: Offering) -> None:
    """Be alone in changing who waits and which seats come free, until this transaction ends.

    It must be taken before anything is written. It leaves foreign keys alone (NO KEY UPDATE), so the
    quick way stays open.
    """
    run(_LOCK, {"offering_id": offering.id})


def free_seat(offering: Offering, group: Group, *, quick: bool = False) -> int | None:
    """Id of a seat that a newcomer of a group may have, locked, or None.

    Seats kept for the group come before common ones. A seat that somebody waits for is not free
    for a newcomer.

    Args:
        quick: pass over seats that somebody is just taking, instead of waiting for the outcome.
    """
    asked = {"offering_id": offering.id, "group": group, "now": clock.now()}
    seat_id: int | None = value(_QUICK if quick else _PATIENT, asked)
    return seat_id


def take_seat(enrolment_id: int, seat_id: int) -> None:
    """Give a locked free seat to an enrolment."""
    run(_SEAT, {"seat_id": seat_id, "by": enrolment_id})


def leave_seat(enrolment: Enrolment) -> None:
    """Give a seat back. The line must be locked, and served afterwards."""
    db.session.execute(
        update(Seat).where(Seat.enrolment_id == enrolment.id).values(enrolment_id=None)
    )


def give_seat(enrolment: Enrolment, seat_id: int, offered_until: datetime | None = None) -> None:
    """Turn an application or a place in line into a seat, or keep the seat for an answer.

    Args:
        offered_until: keep it until then; None: it is given.
    """
    status = EnrolmentStatus.offered if offered_until else EnrolmentStatus.enrolled
    check_move(ENROLMENT_MOVES, enrolment.status, status)
    enrolment.status = status
    enrolment.offered_until = offered_until
    enrolment.decided_at = clock.now()
    db.session.flush()
    take_seat(enrolment.id, seat_id)


def seat_for(enrolment: Enrolment) -> int | None:
    """Id of a free seat that somebody in line may have, locked; None: somebody was just taking it."""
    group = enrolment.group
    asked = {"offering_id": enrolment.offering_id, "group": group, "now": clock.now()}
    seat_id: int | None = value(_IN_LINE, asked)
    return seat_id


# Statements that are run for each seat given are made once, over plain tables.

_OFFERING: BindParameter[int] = bindparam("offering_id")
_GROUP: BindParameter[Group] = bindparam("group")
_NOW: BindParameter[datetime] = bindparam("now")
_TABLE = Base.metadata.tables["seats"]


def _free_seat(*wishes: ColumnElement[bool], skip_locked: bool = False) -> Select[int | None]:
    """The first free seat of an offering kept for a group, else the first common one, locked.

    Each half finds its seat at the head of the index ix_seats_free, however many seats there are.
    """

    def first(pool: ColumnElement[bool]) -> ScalarSelect[int]:
        return (
            select(SEATS.id)
            .where(SEATS.offering_id == _OFFERING, pool, is_free(_NOW), *wishes)
            .order_by(SEATS.pool, SEATS.number)
            .limit(1)
            .with_for_update(of=_TABLE, skip_locked=skip_locked)
            .scalar_subquery()
        )

    return select(func.coalesce(first(SEATS.pool == _GROUP), first(SEATS.pool.is_(None))))


def _nobody_waits() -> ColumnElement[bool]:
    """Nobody waits who could have the seat."""
    enrolments = Enrolment.__table__.c
    return ~(
        select(enrolments.id)
        .where(
            enrolments.offering_id == _OFFERING,
            enrolments.status == EnrolmentStatus.waiting,
            or_(SEATS.pool.is_(None), enrolments.seat_group == SEATS.pool),
        )
        .correlate(_TABLE)
        .exists()
    )


_LOCK = (
    select(Offering.__table__.c.id)
    .where(Offering.__table__.c.id == _OFFERING)
    .with_for_update(key_share=True)
)
_IN_LINE = _free_seat()
_PATIENT = _free_seat(_nobody_waits())
_QUICK = _free_seat(_nobody_waits(), skip_locked=True)
_SEAT = (
    update(_TABLE)
    .where(SEATS.id == bindparam("seat_id"))
    .values(enrolment_id=bindparam("by"), held_by_firm_id=None, held_until=None)
)
