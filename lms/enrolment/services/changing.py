"""Changing instead of cancelling: to another run of the course, or a colleague instead."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering, OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext, moment
from lms.enrolment.events import Replaced
from lms.enrolment.models import Deadline, Enrolment, EnrolmentStatus, Seat
from lms.enrolment.queries import extended_until, rules_of
from lms.enrolment.services.applying import check, check_at_desk, find_seat, place
from lms.enrolment.services.ending import close, lock
from lms.enrolment.services.holds import check_member
from lms.enrolment.services.line import lock_line
from lms.enrolment.services.serving import fill_free_seats


def transfer(
    *,
    actor: User,
    enrolment: Enrolment,
    target: Offering,
    completed_course_ids: Collection[int] = (),
) -> Enrolment:
    """Move a person with a seat to another run of the same course, where a seat is free.

    The old seat goes to the first in line there. Nothing happens if the new run has no free seat.

    Raises:
        Refused: too late, another course, no seat free there, or a rule stands against it.
    """
    for offering in sorted((enrolment.offering, target), key=lambda one: one.id):
        lock_line(offering)
    old = lock(enrolment)
    check_change(actor, enrolment)
    if target.course_id != old.course_id or target.id == old.id:
        raise Refused("other-course", gettext("One can move only to another run of this course."))
    close(enrolment, EnrolmentStatus.cancelled)
    facts = check(target, enrolment.user, completed_course_ids)
    seat_id = find_seat(target, facts)
    if seat_id is None:
        sentence = gettext("No seat is free in that run. Your present seat stays yours.")
        raise Refused("no-seat", sentence)
    audit.record(actor.id, "enrolment.transfer", enrolment, to=target.code)
    new = place(actor, target, enrolment.user, facts, seat_id, came_from_id=enrolment.id)
    fill_free_seats(old)
    return new


def substitute(
    *,
    actor: User,
    enrolment: Enrolment,
    user: User,
    reason: str = "",
    completed_course_ids: Collection[int] = (),
) -> Enrolment:
    """Let a colleague of the same firm come instead, in the same seat.

    The academy may overrule for the colleague what it may overrule when it adds a person.

    Raises:
        Refused: too late, no colleague, or a rule stands against the colleague.
    """
    offering = lock(enrolment)
    check_change(actor, enrolment)
    if enrolment.firm is None:
        raise Refused("no-firm", gettext("Only a firm can name a colleague instead."))
    check_member(enrolment.firm, user)
    seat_id = db.session.scalars(select(Seat.id).where(Seat.enrolment_id == enrolment.id)).one()
    if actor.is_operator:
        facts, overruled = check_at_desk(offering, user, completed_course_ids)
    else:
        facts, overruled = check(offering, user, completed_course_ids), []
    close(enrolment, EnrolmentStatus.cancelled)
    audit.record(actor.id, "enrolment.substitute", enrolment, reason=reason, colleague=user.id)
    announce(Replaced(enrolment.id, user.name))
    return place(actor, offering, user, facts, seat_id, reason=reason,
                 came_from_id=enrolment.id, overruled=overruled)  # fmt: skip


def check_change(actor: User, enrolment: Enrolment) -> None:
    """May this be changed now? The academy may until the first class.

    Raises:
        Refused: no, with what can be done instead.
    """
    offering = enrolment.offering
    if offering.status is not OfferingStatus.published:
        raise Refused("begun", gettext("This offering has already begun or ended."))
    if enrolment.status is not EnrolmentStatus.enrolled:
        raise Refused("no-seat-yet", gettext("Only a seat can be changed."))
    until = change_until(enrolment)
    if not actor.is_operator and until is not None and clock.now() >= until:
        sentence = gettext(
            "Changing was possible until %(moment)s. Please call the academy.", moment=moment(until)
        )
        raise Refused("change-closed", sentence)


def change_until(enrolment: Enrolment) -> datetime | None:
    """Until when the person may change; None: until the first class."""
    until = rules_of(enrolment.offering).change_until
    extended = extended_until(enrolment, Deadline.change)
    return max(filter(None, (until, extended)), default=None) if until else None
