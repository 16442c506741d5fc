"""Asking for rooms as a request does it: everything loaded anew, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest

from lms.accounts.models import User
from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, Occurrence, Room
from lms.classrooms.preview import Placement
from lms.core import clock
from lms.core.clock import SEOUL
from lms.core.db import db
from lms.notifications.models import Message
from lms.room_requests import services
from lms.room_requests.models import RoomRequest, RoomUse

TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=SEOUL)
"""A Monday morning."""
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=SEOUL)
"""A Tuesday, eight days later."""
WEEK = timedelta(weeks=1)


def here(row: Any) -> Any:
    """The same row in the running transaction."""
    return db.session.get_one(type(row), row.id)


class Desk:
    """Calls the services with rows of the running transaction."""

    def __init__(self, acting: Callable[[], AbstractContextManager[None]]) -> None:
        self.acting = acting

    def ask(
        self,
        asker: User,
        room: Room,
        *starts: datetime,
        hours: float = 2,
        equipment_ids: tuple[int, ...] = (),
        **details: Any,
    ) -> RoomRequest:
        with self.acting():
            place, length = here(room), timedelta(hours=hours)
            times = [Placement(place, start, start + length) for start in starts or (TEN,)]
            said = {"title": "개선 활동 발표회", "purpose": "분임조 발표", "people": 10, **details}
            wanted = services.Wanted(
                classrooms.BookingDetails(**said),
                times,
                "01012345678",
                equipment_ids=equipment_ids,
            )
            return services.ask(actor=here(asker), wanted=wanted)

    def do(self, verb: Callable[..., Any], actor: User, request: RoomRequest, **more: Any) -> Any:
        with self.acting():
            return verb(actor=here(actor), request=here(request), **more)

    def book(self, actor: User, room: Room, start: datetime = TEN, **more: Any) -> Occurrence:
        with self.acting():
            return classrooms.book(
                actor=here(actor),
                kind=BookingKind.class_,
                title="수업",
                owner=None,
                room=here(room),
                starts_at=start,
                ends_at=start + timedelta(hours=2),
                **more,
            )

    def settle(self, request: RoomRequest, moment: datetime) -> None:
        with clock.frozen(moment), self.acting():
            services.settle(here(request))

    def states(self, *requests: RoomRequest) -> list[str]:
        with self.acting():
            return [here(one).status.value for one in requests]

    def times(self, request: RoomRequest) -> list[str]:
        with self.acting():
            return [one.status.value for one in here(request).booking.occurrences]

    def steps(self, request: RoomRequest) -> list[tuple[str, str, str]]:
        with self.acting():
            return [
                (one.status.value, one.reason.value, one.message) for one in here(request).steps
            ]

    def mails(self) -> Sequence[Message]:
        with self.acting():
            return db.session.query(Message).order_by(Message.id).all()

    def uses(self) -> list[tuple[bool, bool]]:
        with self.acting():
            return [
                (bool(one.checked_in_at), bool(one.released_at))
                for one in db.session.query(RoomUse).order_by(RoomUse.occurrence_id)
            ]


@pytest.fixture
def desk(acting: Callable[[], AbstractContextManager[None]]) -> Desk:
    return Desk(acting)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.frozen(TODAY):
        yield
