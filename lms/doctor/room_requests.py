"""Do requests for rooms keep their promises?"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.classrooms.models import Booking, BookingKind, Occurrence, OccurrenceStatus
from lms.core import clock
from lms.core.db import db
from lms.doctor.data import PATIENCE, named
from lms.room_requests.models import OPEN, RequestStatus, RequestStep, RoomRequest
from lms.room_requests.queries import due

GIVEN_BACK = frozenset(
    {RequestStatus.refused, RequestStatus.cancelled, RequestStatus.approval_withdrawn}
)


def requests_match_bookings() -> list[str]:
    """Undecided holds provisionally, approved for sure, ended nothing; and its last step says so."""
    confirmed, provisional = (
        _has(Occurrence.status == status)
        for status in (OccurrenceStatus.confirmed, OccurrenceStatus.provisional)
    )
    ahead = _has(
        Occurrence.status != OccurrenceStatus.cancelled, Occurrence.starts_at > clock.now()
    )
    last = (
        select(RequestStep.status)
        .where(RequestStep.request_id == RoomRequest.id)
        .order_by(RequestStep.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wrong = or_(
        and_(RoomRequest.status.in_(OPEN), or_(confirmed, ~provisional)),
        and_(RoomRequest.status.not_in(OPEN), provisional),
        and_(RoomRequest.status.in_(GIVEN_BACK), ahead),
        last.is_(None),
        last != RoomRequest.status,
    )
    found = select(RoomRequest.id, RoomRequest.status).where(wrong).order_by(RoomRequest.id)
    orphans = (
        select(Booking.id)
        .outerjoin(RoomRequest, RoomRequest.booking_id == Booking.id)
        .where(Booking.kind == BookingKind.request, RoomRequest.id.is_(None))
        .order_by(Booking.id)
    )
    return named(
        [
            *(
                f"Request {id_} ({status}) and its booking or its history disagree."
                for id_, status in db.session.execute(found)
            ),
            *(f"Booking {id_} has lost its request." for id_ in db.session.scalars(orphans)),
        ]
    )


def requests_moving() -> list[str]:
    """What time has decided about a request is done soon."""
    late = due(clock.now() - PATIENCE)
    return named(f"Request {id_} waits for the worker for more than 15 minutes." for id_ in late)


def _has(*wishes: ColumnElement[bool]) -> ColumnElement[bool]:
    """Has the request's booking an occurrence like this?"""
    there = select(func.count(Occurrence.id)).where(
        Occurrence.booking_id == RoomRequest.booking_id, *wishes
    )
    return there.correlate(RoomRequest).scalar_subquery() > 0
