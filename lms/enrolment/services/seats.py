"""How many seats an offering has, and what happens to everybody when it is called off."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.events import OfferingCancelled
from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment.models import LIVE, Enrolment, Seat
from lms.enrolment.services.deciding import end
from lms.enrolment.services.line import fill_free_seats, lock_line


def set_seats(*, actor: User, offering: Offering, count: int) -> None:
    """Give an offering so many seats: new ones are offered to the line, only free ones are taken away.

    Raises:
        Refused: more seats are taken or held than would be left.
    """
    lock_line(offering)
    seats = _seats(offering)
    if count == len(seats):
        return
    if count < len(seats):
        _remove(seats, count)
    else:
        _add(offering, seats, count)
    audit.record(actor.id, "enrolment.set_seats", offering, seats=[len(seats), count])
    fill_free_seats(offering)


def call_off(event: OfferingCancelled) -> None:
    """Cancel every live enrolment of an offering that was called off; each person is told why."""
    offering = db.session.get_one(Offering, event.offering_id)
    lock_line(offering)
    live = select(Enrolment).where(Enrolment.offering_id == offering.id, Enrolment.status.in_(LIVE))
    for enrolment in db.session.scalars(live.order_by(Enrolment.id).with_for_update()).all():
        end(None, enrolment, event.reason, by_academy=True)


def _seats(offering: Offering) -> Sequence[Seat]:
    """All seats as they are now, locked."""
    statement = (
        select(Seat)
        .where(Seat.offering_id == offering.id)
        .order_by(Seat.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()


def _add(offering: Offering, seats: Sequence[Seat], count: int) -> None:
    used = {seat.number for seat in seats}
    numbers = [n for n in range(1, count + len(seats) + 1) if n not in used]
    rows = [{"offering_id": offering.id, "number": n} for n in numbers[: count - len(seats)]]
    db.session.execute(insert(Seat), rows)


def _remove(seats: Sequence[Seat], count: int) -> None:
    spare = [seat.id for seat in reversed(seats) if _is_spare(seat)]
    needed = len(seats) - len(spare)
    if count < needed:
        raise Refused(
            "seats-taken",
            gettext(
                "%(needed)s seats are taken or held, so there can't be only %(count)s. "
                "Cancel enrolments first.",
                needed=needed,
                count=count,
            ),
        )
    db.session.execute(delete(Seat).where(Seat.id.in_(spare[: len(seats) - count])))


def _is_spare(seat: Seat) -> bool:
    held = seat.held_until is not None and seat.held_until > clock.now()
    return seat.enrolment_id is None and not held
