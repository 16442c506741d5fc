"""How many seats an offering has, for whom they are kept, and how they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

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
from lms.enrolment.queries import rules_of
from lms.enrolment.rules import OFFER_HOURS
from lms.enrolment.services.ending import end
from lms.enrolment.services.line import lock_line
from lms.enrolment.services.serving import fill_free_seats
from lms.firms.groups import Group


@dataclass(frozen=True)
class GivingRules:
    """How an offering's seats are given; see SeatRules for what each means."""

    common_at: datetime | None = None
    open_to: tuple[Group, ...] = ()
    offer_hours: int = OFFER_HOURS
    hold_limit: int = 0
    change_until: datetime | None = None


def set_seats(*, actor: User, offering: Offering, count: int) -> None:
    """Give an offering so many seats: new ones are common and offered to the line, only free ones are
    taken away, common ones first. With its first seats it gets the usual rules of giving.

    Raises:
        Refused: more seats are taken or held than would be left.
    """
    lock_line(offering)
    seats = _seats(offering)
    if count == len(seats):
        return
    if not seats:
        _write_rules(offering, GivingRules())
    if count < len(seats):
        _remove(seats, count)
    else:
        _add(offering, seats, [None] * (count - len(seats)))
    audit.record(actor.id, "enrolment.set_seats", offering, seats=[len(seats), count])
    fill_free_seats(offering)


def set_pools(*, actor: User, offering: Offering, wanted: Mapping[Group | None, int]) -> None:
    """Keep so many seats for each group; None: common. Their sum is the offering's number of seats.

    Free seats change their group, are added or taken away; taken and held ones stay as they are.

    Raises:
        Refused: a group would get fewer seats than its people have already.
    """
    lock_line(offering)
    _check_not_over(offering)
    seats = _seats(offering)
    spare = {pool: [s for s in seats if s.pool is pool and _is_spare(s)] for pool in [*Group, None]}
    bound = {pool: sum(s.pool is pool for s in seats) - len(spare[pool]) for pool in spare}
    for pool, needed in bound.items():
        _check_enough(pool, wanted.get(pool, 0), needed)
    left: list[Seat] = []
    short: list[Group | None] = []
    for pool, free in spare.items():
        keep = wanted.get(pool, 0) - bound[pool]
        left += free[keep:]
        short += [pool] * (keep - len(free))
    while left and short:
        left.pop(0).pool = short.pop(0)
    db.session.flush()
    if left:
        db.session.execute(delete(Seat).where(Seat.id.in_([seat.id for seat in left])))
    if short:
        _add(offering, seats, short)
    numbers = {str(pool or "common"): wanted.get(pool, 0) for pool in [*Group, None]}
    audit.record(actor.id, "enrolment.set_pools", offering, seats=numbers)
    fill_free_seats(offering)


def set_rules(*, actor: User, offering: Offering, rules: GivingRules) -> None:
    """Say how the seats are given. What was released stays so, unless the moment is put off.

    Raises:
        Refused: the pools would become common after enrolment has closed.
    """
    lock_line(offering)
    _check_not_over(offering)
    if rules.common_at and rules.common_at > offering.enrol_until:
        sentence = gettext("The seats must become common before enrolment closes.")
        raise Refused("release-late", sentence)
    _write_rules(offering, rules)
    values = {name: str(value) for name, value in asdict(rules).items()}
    values["open_to"] = ", ".join(rules.open_to)
    audit.record(actor.id, "enrolment.set_rules", offering, **values)


def add_seat(*, actor: User, offering: Offering, reason: str) -> None:
    """One common seat more, over what was planned; the line is served."""
    lock_line(offering)
    _check_not_over(offering)
    seats = _seats(offering)
    _add(offering, seats, [None])
    count = len(seats)
    audit.record(actor.id, "enrolment.add_seat", offering, reason=reason, seats=[count, count + 1])
    fill_free_seats(offering)


def call_off(event: OfferingCancelled) -> None:
    """Cancel every live enrolment of an offering that was called off; each person is told why."""
    offering = db.session.get_one(Offering, event.offering_id)
    lock_line(offering)
    live = select(Enrolment).where(Enrolment.offering_id == offering.id, Enrolment.status.in_(LIVE))
    for enrolment in db.session.scalars(live.order_by(Enrolment.id).with_for_update()).all():
        end(None, enrolment, event.reason, by_academy=True)


def _check_not_over(offering: Offering) -> None:
    if offering.is_over:
        label = offering.status.label
        sentence = gettext("This offering is “%(status)s” and can't be changed.", status=label)
        raise Refused("offering-over", sentence)


def _write_rules(offering: Offering, rules: GivingRules) -> None:
    row = rules_of(offering)
    values: dict[str, Any] = {**asdict(rules), "open_to": [str(one) for one in rules.open_to]}
    if rules.common_at and rules.common_at > clock.now():
        values["released_at"] = None
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()


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


def _add(offering: Offering, seats: Sequence[Seat], pools: Sequence[Group | None]) -> None:
    used = {seat.number for seat in seats}
    numbers = (n for n in range(1, len(seats) + len(pools) + 1) if n not in used)
    rows = [
        {"offering_id": offering.id, "number": number, "pool": pool}
        for number, pool in zip(numbers, pools, strict=False)
    ]
    db.session.execute(insert(Seat), rows)


def _remove(seats: Sequence[Seat], count: int) -> None:
    spare = [seat for seat in reversed(seats) if _is_spare(seat)]
    spare.sort(key=lambda seat: seat.pool is not None)
    _check_enough(None, count, len(seats) - len(spare))
    gone = [seat.id for seat in spare[: len(seats) - count]]
    db.session.execute(delete(Seat).where(Seat.id.in_(gone)))


def _check_enough(pool: Group | None, count: int, needed: int) -> None:
    if count >= needed:
        return
    if pool is None:
        sentence = gettext(
            "%(needed)s seats are taken or held, so there can't be only %(count)s. "
            "Cancel enrolments first.",
            needed=needed,
            count=count,
        )
    else:
        sentence = gettext(
            "%(group)s: %(needed)s seats are taken or held, so there can't be only %(count)s. "
            "Cancel enrolments first.",
            group=pool.label,
            needed=needed,
            count=count,
        )
    raise Refused("seats-taken", sentence)


def _is_spare(seat: Seat) -> bool:
    held = seat.held_until is not None and seat.held_until > clock.now()
    return seat.enrolment_id is None and not held
