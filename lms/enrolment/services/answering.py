"""Answering an offer: the seat that is kept for the first in line is accepted or declined."""

from __future__ import annotations

from lms.audit import services as audit
from lms.core import clock
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.enrolment.events import Enrolled, EnrolmentCancelled
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.services.ending import close, lock
from lms.enrolment.services.serving import fill_free_seats


def accept_offer(*, enrolment: Enrolment) -> None:
    """The person takes the seat that is kept. Accepting twice is one accepting.

    Raises:
        Refused: there is no offer (any more).
    """
    lock(enrolment)
    if enrolment.status is EnrolmentStatus.enrolled:
        return
    _check_open(enrolment)
    enrolment.status = EnrolmentStatus.enrolled
    enrolment.offered_until = None
    enrolment.decided_at = clock.now()
    audit.record(enrolment.user_id, "enrolment.accept", enrolment, status=["offered", "enrolled"])
    announce(Enrolled(enrolment.id, moved_up=False))


def decline_offer(*, enrolment: Enrolment) -> None:
    """The person doesn't want the seat; it goes on to the next. Declining twice is one declining.

    Raises:
        Refused: there is no offer (any more).
    """
    offering = lock(enrolment)
    if enrolment.status is EnrolmentStatus.cancelled:
        return
    _check_open(enrolment)
    close(enrolment, EnrolmentStatus.cancelled)
    audit.record(enrolment.user_id, "enrolment.decline", enrolment, status=["offered", "cancelled"])
    announce(EnrolmentCancelled(enrolment.id, by_academy=False, reason=""))
    fill_free_seats(offering)


def _check_open(enrolment: Enrolment) -> None:
    until = enrolment.offered_until
    if enrolment.status is EnrolmentStatus.offered and until and clock.now() < until:
        return
    raise Refused(
        "no-offer",
        gettext("This offer is no longer open: it was answered already, or its time has run out."),
    )
