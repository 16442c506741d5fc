"""Ending an enrolment, whoever ends it: state, seat, audit, event. What follows is the caller's."""

from __future__ import annotations

from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.core.status import check_move
from lms.enrolment.events import EnrolmentCancelled
from lms.enrolment.models import ENROLMENT_MOVES, SEATED, Enrolment, EnrolmentStatus
from lms.enrolment.services.line import leave_seat, lock_line


def lock(enrolment: Enrolment) -> Offering:
    """Be alone with the line, and see the enrolment as it is now."""
    lock_line(enrolment.offering)
    db.session.refresh(enrolment, with_for_update={"of": Enrolment})
    return enrolment.offering


def move(enrolment: Enrolment, status: EnrolmentStatus, reason: str = "") -> None:
    """Put an enrolment into another state, if its table of moves allows it."""
    check_move(ENROLMENT_MOVES, enrolment.status, status)
    enrolment.status = status
    enrolment.decided_at = clock.now()
    enrolment.offered_until = None
    enrolment.reason = reason[:500]


def close(enrolment: Enrolment, status: EnrolmentStatus, reason: str = "") -> EnrolmentStatus:
    """End it and give its seat back; returns the state it had. The line is locked."""
    old = enrolment.status
    move(enrolment, status, reason)
    db.session.flush()
    if old in SEATED:
        leave_seat(enrolment)
    return old


def end(actor_id: int | None, enrolment: Enrolment, reason: str, *, by_academy: bool) -> None:
    """Cancel without serving the line: the line is locked, and what follows is the caller's."""
    old = close(enrolment, EnrolmentStatus.cancelled, reason)
    audit.record(
        actor_id, "enrolment.cancel", enrolment, reason=reason, status=[old.value, "cancelled"]
    )
    announce(EnrolmentCancelled(enrolment.id, by_academy, reason))
