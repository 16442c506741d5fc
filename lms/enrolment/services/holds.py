"""Holds: a firm reserves seats now and names its people later, until a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering, Stage
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext, moment
from lms.enrolment import wording
from lms.enrolment.models import Enrolment, Seat
from lms.enrolment.queries import is_held, rules_of
from lms.enrolment.rules import Bar, Obstacle
from lms.enrolment.services.applying import check, place
from lms.enrolment.services.line import free_seat, lock_line
from lms.enrolment.services.serving import fill_free_seats
from lms.firms.models import Firm, Membership


def hold_seats(*, actor: User, offering: Offering, firm: Firm, count: int, until: datetime) -> None:
    """Reserve seats for a firm, without names, until a moment. Nobody who waits is passed by it.

    Raises:
        Refused: the offering isn't open or not for this firm's group; the firm would hold more than
            it may; the moment is past or after enrolment closes; fewer seats are free.
    """
    lock_line(offering)
    rules = rules_of(offering)
    if offering.stage(clock.now()) is not Stage.open:
        raise Refused("not-open", gettext("Seats can be reserved only while enrolment is open."))
    if rules.groups and firm.group not in rules.groups:
        facts = {"groups": rules.groups, "group": firm.group}
        raise Refused(Bar.audience.value, wording.sentence(Obstacle(Bar.audience, facts)))
    _check_until(offering, until)
    held = len(held_seats(offering, firm))
    if held + count > rules.hold_limit:
        sentence = gettext(
            "Your firm can reserve %(limit)s seats without names here and has reserved %(held)s.",
            limit=rules.hold_limit,
            held=held,
        )
        raise Refused("hold-limit", sentence)
    for taken in range(count):
        _hold_one(offering, firm, until, wanted=count, found=taken)
    audit.record(actor.id, "enrolment.hold", offering, firm=firm.id, seats=count, until=str(until))


def name_person(
    *,
    actor: User,
    offering: Offering,
    firm: Firm,
    user: User,
    completed_course_ids: Collection[int] = (),
) -> Enrolment:
    """Give one of the firm's reserved seats to one of its people.

    Raises:
        Refused: no seat is reserved (any more), the person isn't of the firm, or a rule stands
            against it.
    """
    lock_line(offering)
    seats = held_seats(offering, firm)
    if not seats:
        raise Refused("no-hold", gettext("Your firm has no reserved seat left in this offering."))
    check_member(firm, user)
    facts = check(offering, user, completed_course_ids)
    return place(actor, offering, user, facts, seats[0], named_by=firm.id)


def give_back(*, actor: User, offering: Offering, firm: Firm) -> None:
    """The firm needs its reserved seats no longer; they go to those who wait."""
    lock_line(offering)
    seats = held_seats(offering, firm)
    if not seats:
        return
    statement = update(Seat).where(Seat.id.in_(seats))
    db.session.execute(statement.values(held_by_firm_id=None, held_until=None))
    audit.record(actor.id, "enrolment.give_back", offering, firm=firm.id, seats=len(seats))
    fill_free_seats(offering)


def check_member(firm: Firm, user: User) -> None:
    """Does the person belong to the firm now?

    Raises:
        Refused: no.
    """
    present = select(func.count(Membership.id)).where(
        Membership.firm_id == firm.id, Membership.user_id == user.id, Membership.ended_at.is_(None)
    )
    if not db.session.scalar(present):
        raise Refused("not-member", gettext("This person doesn't belong to your firm."))


def _check_until(offering: Offering, until: datetime) -> None:
    if clock.now() < until <= offering.enrol_until:
        return
    sentence = gettext(
        "Please name a moment until %(moment)s, when enrolment closes.",
        moment=moment(offering.enrol_until),
    )
    raise Refused("hold-until", sentence)


def held_seats(offering: Offering, firm: Firm) -> list[int]:
    """Ids of the seats that the firm holds now, by number."""
    statement = (
        select(Seat.id)
        .where(
            Seat.offering_id == offering.id,
            Seat.enrolment_id.is_(None),
            Seat.held_by_firm_id == firm.id,
            is_held(),
        )
        .order_by(Seat.number)
        .with_for_update()
    )
    return list(db.session.scalars(statement))


def _hold_one(offering: Offering, firm: Firm, until: datetime, *, wanted: int, found: int) -> None:
    seat_id = free_seat(offering, firm.group)
    if seat_id is None:
        sentence = gettext(
            "Only %(found)s of %(wanted)s seats are free for your firm.", found=found, wanted=wanted
        )
        raise Refused("too-few", sentence)
    statement = update(Seat).where(Seat.id == seat_id)
    db.session.execute(statement.values(held_by_firm_id=firm.id, held_until=until))
