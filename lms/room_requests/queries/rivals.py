"""Who else wants the same room at the same time."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core.db import db
from lms.room_requests.clashes import Claim
from lms.room_requests.models import OPEN, RoomRequest
from lms.room_requests.queries.requests import whole


def claims(statuses: Collection[object] = OPEN) -> list[Claim]:
    """What the requests that wait for a decision take of the rooms."""
    statement = (
        select(
            RoomRequest.id, Occurrence.room_id, Occurrence.blocked_from, Occurrence.blocked_until
        )
        .join(Occurrence, Occurrence.booking_id == RoomRequest.booking_id)
        .where(RoomRequest.status.in_(statuses), Occurrence.status == OccurrenceStatus.provisional)
    )
    return [Claim(*row) for row in db.session.execute(statement)]


def rivals_of(request: RoomRequest) -> list[tuple[RoomRequest, list[Occurrence]]]:
    """Undecided requests that want a time of this one, in the order in which they came, each with
    those of its times that clash.
    """
    mine = aliased(Occurrence)
    meets = and_(
        mine.booking_id == request.booking_id,
        mine.status != OccurrenceStatus.cancelled,
        mine.room_id == Occurrence.room_id,
        mine.blocked_from < Occurrence.blocked_until,
        mine.blocked_until > Occurrence.blocked_from,
    )
    statement = (
        select(RoomRequest, Occurrence)
        .join(Occurrence, Occurrence.booking_id == RoomRequest.booking_id)
        .where(
            RoomRequest.id != request.id,
            RoomRequest.status.in_(OPEN),
            Occurrence.status == OccurrenceStatus.provisional,
            select(mine.id).where(meets).correlate(Occurrence).exists(),
        )
        .order_by(RoomRequest.id, Occurrence.starts_at)
        .options(*whole())
    )
    found: dict[int, tuple[RoomRequest, list[Occurrence]]] = {}
    for rival, occurrence in db.session.execute(statement).unique():
        found.setdefault(rival.id, (rival, []))[1].append(occurrence)
    return list(found.values())
