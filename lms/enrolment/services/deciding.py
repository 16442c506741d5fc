"""The academy's decisions, and giving up: approve, refuse, cancel."""

from __future__ import annotations

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering, OfferingStatus
from lms.core import clock
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext, moment
from lms.enrolment.events import Enrolled, EnrolmentRefused, PutOnWaitingList
from lms.enrolment.models import Deadline, Enrolment, EnrolmentStatus
from lms.enrolment.queries import extended_until
from lms.enrolment.services.ending import end, lock, move
from lms.enrolment.services.line import free_seat, give_seat
from lms.enrolment.services.serving import fill_free_seats

RUNNING = frozenset({OfferingStatus.published, OfferingStatus.running})


def approve(*, actor: User, enrolment: Enrolment) -> None:
    """Accept an application: a seat if one is free, else a place in line.

    Raises:
        Refused: it is no application, or the offering is not published.
    """
    offering = lock(enrolment)
    _check_published(offering)
    if enrolment.status is not EnrolmentStatus.applied:
        raise Refused("not-applied", gettext("Only an open application can be approved."))
    seat_id = free_seat(offering, enrolment.group)
    if seat_id is None:
        move(enrolment, EnrolmentStatus.waiting)
        what: object = PutOnWaitingList(enrolment.id)
    else:
        give_seat(enrolment, seat_id)
        what = Enrolled(enrolment.id, moved_up=False)
    audit.record(actor.id, "enrolment.approve", enrolment, seated=seat_id is not None)
    announce(what)


def refuse(*, actor: User, enrolment: Enrolment, reason: str) -> None:
    """Turn an application or a place in line down.

    Raises:
        Refused: it is neither.
    """
    lock(enrolment)
    old = enrolment.status
    move(enrolment, EnrolmentStatus.refused, reason)
    audit.record(
        actor.id, "enrolment.refuse", enrolment, reason=reason, status=[old.value, "refused"]
    )
    announce(EnrolmentRefused(enrolment.id, reason))


def cancel(*, actor: User, enrolment: Enrolment, reason: str = "") -> None:
    """End an enrolment; a seat that comes free goes to the first in line at once.

    A person gives up an own seat until the offering's cancel deadline, and a place in line or an
    application until the first class. The academy (any other actor) may do so until the end.

    Raises:
        Refused: the deadline has passed, or there is nothing left to cancel.
    """
    offering = lock(enrolment)
    by_academy = actor.id != enrolment.user_id
    if not by_academy:
        check_own_cancel(enrolment)
    elif offering.status not in RUNNING:
        raise Refused("over", gettext("This offering is over, so nothing can be cancelled in it."))
    end(actor.id, enrolment, reason, by_academy=by_academy)
    fill_free_seats(offering)


def check_own_cancel(enrolment: Enrolment) -> None:
    """May the person cancel this now?

    Raises:
        Refused: no, with what can be done instead.
    """
    offering = enrolment.offering
    _check_published(offering)
    seated = enrolment.status is EnrolmentStatus.enrolled
    extended = extended_until(enrolment, Deadline.cancel) if seated else None
    until = max(extended, offering.cancel_until) if extended else offering.cancel_until
    if seated and clock.now() >= until:
        raise Refused(
            "cancel-closed",
            gettext(
                "Cancelling was possible until %(moment)s. Please call the academy.",
                moment=moment(until),
            ),
        )


def _check_published(offering: Offering) -> None:
    if offering.status is not OfferingStatus.published:
        raise Refused(
            "begun", gettext("This offering has already begun or ended. Please call the academy.")
        )
