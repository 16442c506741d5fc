"""What others need to know of seats before they go on: which offerings have free ones, or any, and
whether a room holds them all."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select

from lms.catalogue.events import OfferingPublished, SessionMoved, SessionsScheduled
from lms.catalogue.models import ClassSession, Offering
from lms.catalogue.services import check_size
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from lms.enrolment.queries import is_free


def has_free_seat() -> ColumnElement[bool]:
    """Condition on an offering: it has a seat that is free, and nobody waits for one."""
    free = select(Seat.id).where(Seat.offering_id == Offering.id, is_free())
    waiting = select(Enrolment.id).where(
        Enrolment.offering_id == Offering.id, Enrolment.status == EnrolmentStatus.waiting
    )
    return and_(
        free.correlate(Offering).exists(),
        ~waiting.correlate(Offering).exists(),
    )


def require_seats(event: OfferingPublished) -> None:
    """An offering that nobody could enrol in isn't published.

    Raises:
        Refused: it has no seats.
    """
    if db.session.scalar(select(Seat.id).where(Seat.offering_id == event.offering_id).limit(1)):
        return
    sentence = gettext("The offering has no seats yet; please say how many people can come first.")
    raise Refused("no-seats", sentence)


def fit_the_room(event: SessionsScheduled | SessionMoved) -> None:
    """Reaction: a class is held where everybody who may have a seat finds one.

    Raises:
        Refused: the offering has more seats than the room.
    """
    sessions = [db.session.get_one(ClassSession, each) for each in event.session_ids]
    count = select(func.count(Seat.id)).where(Seat.offering_id == sessions[0].offering_id)
    seats = db.session.scalar(count) or 0
    for session in sessions:
        check_size(session.occurrence.room, seats, session.layout)
