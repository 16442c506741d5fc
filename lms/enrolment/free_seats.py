"""What others need to know of seats before they go on: which offerings have free ones, or any."""

from __future__ import annotations

from sqlalchemy import Select, select

from lms.catalogue.events import OfferingPublished
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat
from lms.enrolment.queries import is_free


def offerings_with_free_seats() -> Select[int]:
    """Ids of offerings with a seat that is free and that nobody waits for."""
    waited_for = select(Enrolment.offering_id).where(Enrolment.status == EnrolmentStatus.waiting)
    return select(Seat.offering_id).where(is_free(), Seat.offering_id.not_in(waited_for)).distinct()


def require_seats(event: OfferingPublished) -> None:
    """An offering that nobody could enrol in isn't published.

    Raises:
        Refused: it has no seats.
    """
    if db.session.scalar(select(Seat.id).where(Seat.offering_id == event.offering_id).limit(1)):
        return
    sentence = gettext("The offering has no seats yet; please say how many people can come first.")
    raise Refused("no-seats", sentence)
