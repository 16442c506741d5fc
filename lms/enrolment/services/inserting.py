"""Writing an enrolment with its seat in as few statements as can be, and a seat over the limit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms.catalogue.models import Offering
from lms.core.db import Base, db
from lms.core.statements import value
from lms.enrolment.models import Seat
from lms.enrolment.services.line import take_seat


def insert_enrolment(row: dict[str, Any], seat_id: int | None) -> int | None:
    """Insert an enrolment and give it a locked free seat, if there is one for it.

    Args:
        row: every column but the id, by the columns' names.

    Returns:
        The enrolment's id, or None when the person has a live enrolment there already.
    """
    words = db.session.connection().dialect.name
    if seat_id is not None and words == "postgresql":
        enrolment_id: int | None = value(_WITH_SEAT, {**row, "seat_id": seat_id})
        return enrolment_id
    enrolment_id = value(_ALONE[words], row)
    if seat_id is not None and enrolment_id is not None:
        take_seat(enrolment_id, seat_id)
    return enrolment_id


def new_seat(offering: Offering) -> int:
    """Id of a seat more, common, over the limit. The line is locked."""
    last = db.session.scalar(select(func.max(Seat.number)).where(Seat.offering_id == offering.id))
    seat = Seat(offering_id=offering.id, number=(last or 0) + 1)
    db.session.add(seat)
    db.session.flush()
    return seat.id


_ENROLMENTS = Base.metadata.tables["enrolments"]
_SEATS = Base.metadata.tables["seats"]
_ALONE = {
    name: dialect.insert(_ENROLMENTS).on_conflict_do_nothing().returning(_ENROLMENTS.c.id)
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}


def _with_seat() -> Executable:
    """Both in one statement; a round trip less for each seat given. SQLite has no such statement."""
    given: dict[str, Any] = {
        column.name: bindparam(column.name) for column in _ENROLMENTS.c if column.name != "id"
    }
    new = (
        postgresql.insert(_ENROLMENTS)
        .values(given)
        .on_conflict_do_nothing()
        .returning(_ENROLMENTS.c.id)
        .cte("new")
    )
    seated = (
        update(_SEATS)
        .where(_SEATS.c.id == bindparam("seat_id"), new.c.id.is_not(None))
        .values(enrolment_id=new.c.id, held_by_firm_id=None, held_until=None)
        .cte("seated")
    )
    return select(new.c.id).add_cte(seated)


_WITH_SEAT = _with_seat()
