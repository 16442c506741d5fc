"""What time alone has decided: times nobody came to, times nobody decided about, uses that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select

from lms.classrooms.models import Occurrence, OccurrenceStatus, Room
from lms.core.db import db
from lms.room_requests.deadlines import RELEASED_WITHIN, is_missed
from lms.room_requests.models import OPEN, RequestStatus, RoomRequest, RoomUse

TAKING = (OccurrenceStatus.confirmed, OccurrenceStatus.provisional)


def due(moment: datetime) -> list[int]:
    """Ids of requests for which something was due before a moment; see services.settle."""
    return sorted({*_begun_undecided(moment), *_nobody_came(moment), *_over(moment)})


def _begun_undecided(moment: datetime) -> Sequence[int]:
    statement = (
        select(RoomRequest.id)
        .join(Occurrence, Occurrence.booking_id == RoomRequest.booking_id)
        .where(
            RoomRequest.status.in_(OPEN),
            Occurrence.status == OccurrenceStatus.provisional,
            Occurrence.starts_at <= moment,
        )
    )
    return db.session.scalars(statement).all()


def _nobody_came(moment: datetime) -> list[int]:
    """Rooms differ in their grace time, so the moment is worked out here; few are under way at once."""
    statement = (
        select(RoomRequest.id, Occurrence.starts_at, Occurrence.ends_at, Room.release_after_minutes)
        .join(Occurrence, Occurrence.booking_id == RoomRequest.booking_id)
        .join(Room, Room.id == Occurrence.room_id)
        .outerjoin(RoomUse, RoomUse.occurrence_id == Occurrence.id)
        .where(
            RoomRequest.status == RequestStatus.approved,
            Occurrence.status == OccurrenceStatus.confirmed,
            Occurrence.starts_at <= moment,
            Occurrence.ends_at > moment - RELEASED_WITHIN,
            Room.release_after_minutes.is_not(None),
            RoomUse.occurrence_id.is_(None),
        )
    )
    return [
        request_id
        for request_id, starts_at, ends_at, minutes in db.session.execute(statement)
        if is_missed(starts_at, ends_at, minutes, moment)
    ]


def _over(moment: datetime) -> Sequence[int]:
    """Approved, and nothing of it lies ahead."""
    ahead = and_(Occurrence.status.in_(TAKING), Occurrence.ends_at > moment)
    statement = select(RoomRequest.id).where(
        RoomRequest.status == RequestStatus.approved,
        ~select(Occurrence.id)
        .where(Occurrence.booking_id == RoomRequest.booking_id, ahead)
        .exists(),
    )
    return db.session.scalars(statement).all()


def no_show_times(request: RoomRequest, moment: datetime) -> list[Occurrence]:
    """Confirmed times of a request whose grace time has run out with nobody there."""
    came = set(
        db.session.scalars(select(RoomUse.occurrence_id).where(RoomUse.request_id == request.id))
    )
    return [
        one
        for one in request.booking.occurrences
        if one.status is OccurrenceStatus.confirmed
        and one.id not in came
        and is_missed(one.starts_at, one.ends_at, one.room.release_after_minutes, moment)
    ]


def expired_times(request: RoomRequest, moment: datetime) -> list[Occurrence]:
    """Provisional times of a request that have begun undecided."""
    return [
        one
        for one in request.booking.occurrences
        if one.status is OccurrenceStatus.provisional and one.starts_at <= moment
    ]
