"""Requests one by one and in lists."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from lms.accounts.models import User
from lms.classrooms.models import Booking, Occurrence, OccurrenceStatus
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.room_requests.deadlines import EARLY
from lms.room_requests.models import RequestStatus, RequestStep, RoomRequest, RoomUse


def get_request(request_id: int) -> RoomRequest:
    """A request with its booking, times, rooms, people and steps.

    Raises:
        NotFound: there is none of that number.
    """
    steps = selectinload(RoomRequest.steps).joinedload(RequestStep.actor)
    statement = select(RoomRequest).where(RoomRequest.id == request_id)
    found = db.session.scalars(statement.options(*whole(), steps)).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_of_booking(booking_id: int) -> RoomRequest | None:
    """The request that a booking was made by, or None."""
    statement = select(RoomRequest).where(RoomRequest.booking_id == booking_id)
    return db.session.scalars(statement).one_or_none()


def of_person(user: User, firm_id: int | None) -> Sequence[RoomRequest]:
    """A person's own requests and those for the firm that the person manages; the latest first."""
    mine: ColumnElement[bool] = RoomRequest.asker_id == user.id
    if firm_id is not None:
        mine = or_(mine, Booking.firm_id == firm_id)
    statement = (
        select(RoomRequest)
        .join(RoomRequest.booking)
        .where(mine)
        .order_by(RoomRequest.id.desc())
        .options(*whole())
    )
    return db.session.scalars(statement).all()


def queue(statuses: Collection[RequestStatus], question: str, number: int) -> Page[RoomRequest]:
    """Requests in some states: those to be decided in the order in which they came, else the latest
    first.

    Args:
        question: words of the title, the purpose or whom it is for; or the asker's name.
    """
    statement: Select[RoomRequest] = (
        select(RoomRequest)
        .join(RoomRequest.booking)
        .join(RoomRequest.asker)
        .where(RoomRequest.status.in_(statuses))
        .options(*whole())
    )
    for pattern in like_patterns(question):
        words = Booking.search_text.like(pattern, escape="\\")
        statement = statement.where(or_(words, User.search_text.like(pattern, escape="\\")))
    ended = any(status in REQUEST_ENDS for status in statuses)
    return paged(statement.order_by(RoomRequest.id.desc() if ended else RoomRequest.id), number, 20)


REQUEST_ENDS = frozenset(
    {
        RequestStatus.refused,
        RequestStatus.cancelled,
        RequestStatus.approval_withdrawn,
        RequestStatus.used,
        RequestStatus.no_show,
    }
)
"""Nothing is left to do."""


def requests_of(ids: Collection[int]) -> Sequence[RoomRequest]:
    """The requests of these ids."""
    statement = select(RoomRequest).where(RoomRequest.id.in_(ids)).options(*whole())
    return db.session.scalars(statement.order_by(RoomRequest.id)).all()


def counts() -> dict[RequestStatus, int]:
    """How many requests there are in each state."""
    statement = select(RoomRequest.status, func.count()).group_by(RoomRequest.status)
    return dict(db.session.execute(statement).all())


def to_decide() -> int:
    """How many requests wait for the academy."""
    waiting = RoomRequest.status.in_((RequestStatus.applied, RequestStatus.reviewing))
    return db.session.scalar(select(func.count()).select_from(RoomRequest).where(waiting)) or 0


def room_uses(request: RoomRequest) -> dict[int, RoomUse]:
    """What came of the request's times, by occurrence."""
    statement = select(RoomUse).where(RoomUse.request_id == request.id)
    return {use.occurrence_id: use for use in db.session.scalars(statement)}


def no_shows(user: User, since: datetime) -> int:
    """To how many approved times since a moment somebody did not come."""
    statement = (
        select(func.count())
        .select_from(RoomUse)
        .join(RoomUse.request)
        .where(RoomRequest.asker_id == user.id, RoomUse.released_at >= since)
    )
    return db.session.scalar(statement) or 0


def times_now(room_id: int, now: datetime) -> Sequence[tuple[RoomRequest, Occurrence]]:
    """Approved times in a room for which one could check in at a moment, the earliest first."""
    statement = (
        select(RoomRequest, Occurrence)
        .join(RoomRequest.booking)
        .join(Occurrence, Occurrence.booking_id == Booking.id)
        .where(
            RoomRequest.status == RequestStatus.approved,
            Occurrence.room_id == room_id,
            Occurrence.status == OccurrenceStatus.confirmed,
            Occurrence.starts_at <= now + EARLY,
            Occurrence.ends_at > now,
        )
        .options(contains_eager(RoomRequest.booking))
        .order_by(Occurrence.starts_at)
    )
    return [(request, occurrence) for request, occurrence in db.session.execute(statement)]


def whole() -> list[ORMOption]:
    """What every list of requests shows, in two queries more."""
    times: Any = selectinload(RoomRequest.booking, Booking.occurrences)
    return [
        joinedload(RoomRequest.asker),
        joinedload(RoomRequest.booking).joinedload(Booking.firm),
        times.joinedload(Occurrence.room),
    ]
