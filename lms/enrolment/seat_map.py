"""The seat map: each seat in a word, for whom it is kept and who has it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.core import clock
from lms.core.text import gettext, moment
from lms.enrolment.models import EnrolmentStatus, Seat


@dataclass(frozen=True)
class Place:
    """One seat as the map shows it; `state` is free, held, offered or taken."""

    number: int
    state: str
    pool: str
    label: str
    name: str = ""
    detail: str = ""
    enrolment_id: int | None = None


def seat_map(seats: Sequence[Seat]) -> list[Place]:
    """All seats of an offering by number, with their people loaded."""
    return [_place(seat) for seat in seats]


def _place(seat: Seat) -> Place:
    pool = seat.pool.label if seat.pool else gettext("For everybody")
    enrolment = seat.enrolment
    if enrolment is not None:
        offered = enrolment.status is EnrolmentStatus.offered
        return Place(
            seat.number,
            "offered" if offered else "taken",
            pool,
            gettext("Offered") if offered else gettext("Taken"),
            enrolment.user.name,
            enrolment.firm.name if enrolment.firm else "",
            enrolment.id,
        )
    if seat.held_by and seat.held_until and seat.held_until > clock.now():
        until = gettext("until %(moment)s", moment=moment(seat.held_until))
        return Place(seat.number, "held", pool, gettext("Reserved"), seat.held_by.name, until)
    return Place(seat.number, "free", pool, gettext("Free"))
