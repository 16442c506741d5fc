"""Book, move, cancel, confirm, push out, close – in any order: never an overlap, nothing lost.

A state machine drives the services as the desk does, each step a transaction of its own; a model of
what ought to stand where is kept beside it. Refused steps must leave nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from lms.accounts.models import User
from lms.classrooms import services
from lms.classrooms.models import (
    Booking,
    BookingKind,
    Closure,
    ClosureKind,
    Equipment,
    EquipmentUse,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.classrooms.preview import Placement
from lms.classrooms.services import BookingDetails
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from tests.make import Make
from tests.stories import STORIES

Acting = Callable[[], AbstractContextManager[None]]
DAY = date(2026, 12, 1)
LATER = time(9)

hours = st.integers(0, 7)
days = st.integers(0, 3)
lengths = st.integers(1, 3)
rooms = st.integers(0, 1)


def moment(day: int, hour: int) -> datetime:
    return clock.at(DAY + timedelta(days=day), LATER) + timedelta(hours=hour)


@dataclass
class Stood:
    """What the model knows of an occurrence: where, when, and whether it takes the room."""

    room: int
    starts_at: datetime
    ends_at: datetime
    status: OccurrenceStatus


class Desk(RuleBasedStateMachine):
    """The steps. `acting`, `actor`, `room_ids`, `piece_id` are set by the test."""

    acting: Acting
    actor: User
    room_ids: list[int]
    piece_id: int

    bookings = Bundle("bookings")

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[int, Stood] = {}
        with self.acting():
            for table in (EquipmentUse, Occurrence, Booking, Closure):
                db.session.execute(delete(table))

    @rule(
        target=bookings, room=rooms, day=days, hour=hours, length=lengths, times=st.integers(1, 3),
        sure=st.booleans(), push_out=st.booleans(), piece=st.booleans(),
    )  # fmt: skip
    def book(
        self, room: int, day: int, hour: int, length: int, times: int, sure: bool,
        push_out: bool, piece: bool,
    ) -> Any:  # fmt: skip
        """A series on following days, for sure or not."""
        status = OccurrenceStatus.confirmed if sure else OccurrenceStatus.provisional

        def step() -> int:
            placements = [
                Placement(self._room(room), moment(day + n, hour), moment(day + n, hour + length))
                for n in range(times)
            ]
            made = services.book_series(
                actor=self.actor,
                kind=BookingKind.internal if sure else BookingKind.request,
                owner=self.actor,
                details=BookingDetails("회의"),
                placements=placements,
                equipment_ids=[self.piece_id] if piece else [],
                status=status,
                push_out=push_out,
            )
            return made.id

        booking_id = self._try(step)
        if booking_id is None:
            return multiple()
        self._learn_pushed_out()
        self._learn(booking_id)
        return booking_id

    @rule(booking=bookings, n=st.integers(0, 2), room=rooms, day=days, hour=hours, length=lengths,
          push_out=st.booleans(), following=st.booleans())  # fmt: skip
    def move(
        self, booking: int, n: int, room: int, day: int, hour: int, length: int,
        push_out: bool, following: bool,
    ) -> None:  # fmt: skip
        """One time, or it and those that follow."""

        def step() -> bool:
            occurrence = self._occurrence(booking, n)
            verb = services.move_following if following else services.move
            verb(
                actor=self.actor,
                occurrence=occurrence,
                room=self._room(room),
                starts_at=moment(day, hour),
                ends_at=moment(day, hour + length),
                push_out=push_out,
            )
            return True

        if self._try(step):
            self._learn_pushed_out(but=booking)
            self._learn(booking)

    @rule(booking=bookings, n=st.integers(0, 2), following=st.booleans())
    def cancel(self, booking: int, n: int, following: bool) -> None:
        """One time, or it and those that follow."""

        def step() -> list[int]:
            occurrence = self._occurrence(booking, n)
            if following and occurrence.is_live:
                gone = services.cancel_following(
                    actor=self.actor, occurrence=occurrence, reason="취소"
                )
                return [each.id for each in gone]
            services.cancel_occurrence(actor=self.actor, occurrence=occurrence, reason="취소")
            return [occurrence.id]

        for id_ in self._try(step) or []:
            self.model[id_].status = OccurrenceStatus.cancelled

    @rule(booking=bookings)
    def confirm(self, booking: int) -> None:
        """What was held becomes sure."""

        def step() -> bool:
            services.confirm(actor=self.actor, booking=db.session.get_one(Booking, booking))
            return True

        if self._try(step):
            for id_ in self._ids(booking):
                if self.model[id_].status is OccurrenceStatus.provisional:
                    self.model[id_].status = OccurrenceStatus.confirmed

    @rule(booking=consumes(bookings))
    def release(self, booking: int) -> None:
        """Everything is given back."""

        def step() -> bool:
            booked = db.session.get_one(Booking, booking)
            services.release(actor=None, booking=booked, reason="아무도 오지 않음")
            return True

        self._try(step)
        for id_ in self._ids(booking):
            self.model[id_].status = OccurrenceStatus.cancelled

    @rule(room=rooms, day=days, hour=hours, length=lengths)
    def close(self, room: int, day: int, hour: int, length: int) -> None:
        """A room is closed: what stands there stays, nothing new comes."""

        def step() -> bool:
            values = services.ClosureValues(
                room_id=self.room_ids[room],
                floor=None,
                starts_at=moment(day, hour),
                ends_at=moment(day, hour + length),
                reason="점검",
                kind=ClosureKind.maintenance,
            )
            services.close_rooms(actor=self.actor, values=values)
            return True

        self._try(step)

    @invariant()
    def nothing_overlaps(self) -> None:
        """Confirmed ones in a room, and confirmed uses of the piece."""
        with self.acting():
            for table, owner in ((Occurrence, "room_id"), (EquipmentUse, "equipment_id")):
                statement = select(table).where(table.status == OccurrenceStatus.confirmed)
                sure = sorted(
                    db.session.scalars(statement),
                    key=lambda row: (getattr(row, owner), row.blocked_from),
                )
                for one, other in pairwise(sure):
                    same = getattr(one, owner) == getattr(other, owner)
                    assert not same or one.blocked_until <= other.blocked_from

    @invariant()
    def nothing_is_lost_and_nothing_is_where_it_should_not_be(self) -> None:
        """The database and the model agree; what goes along goes where the occurrence goes."""
        with self.acting():
            found = {row.id: row for row in db.session.scalars(select(Occurrence))}
            assert found.keys() == self.model.keys()
            for id_, stood in self.model.items():
                row = found[id_]
                there = (row.room_id, row.starts_at, row.ends_at, row.status)
                room_id = self.room_ids[stood.room]
                assert there == (room_id, stood.starts_at, stood.ends_at, stood.status)
                for use in row.uses:
                    along = (use.blocked_from, use.blocked_until, use.status)
                    assert along == (row.blocked_from, row.blocked_until, row.status)

    def _try(self, step: Callable[[], Any]) -> Any:
        """One transaction; None if it is refused, and then nothing of it may stay (invariants)."""
        try:
            with self.acting():
                return step()
        except Refused:
            return None

    def _learn(self, booking: int) -> None:
        with self.acting():
            for row in db.session.scalars(select(Occurrence).filter_by(booking_id=booking)):
                room = self.room_ids.index(row.room_id)
                self.model[row.id] = Stood(room, row.starts_at, row.ends_at, row.status)

    def _learn_pushed_out(self, but: int = 0) -> None:
        """Of what stood here, only provisional ones may have gone."""
        with self.acting():
            for row in db.session.scalars(select(Occurrence).where(Occurrence.booking_id != but)):
                stood = self.model.get(row.id)
                if stood and row.status is not stood.status:
                    assert stood.status is OccurrenceStatus.provisional
                    assert row.status is OccurrenceStatus.cancelled
                    stood.status = row.status

    def _ids(self, booking: int) -> list[int]:
        with self.acting():
            statement = select(Occurrence.id).filter_by(booking_id=booking)
            return list(db.session.scalars(statement))

    def _room(self, room: int) -> Room:
        return db.session.get_one(Room, self.room_ids[room])

    def _occurrence(self, booking: int, n: int) -> Occurrence:
        occurrences = db.session.get_one(Booking, booking).occurrences
        return occurrences[n % len(occurrences)]


def test_never_an_overlap_never_a_lost_occurrence(make: Make, acting: Acting) -> None:
    actor = make.operator()
    made = [make.room(), make.room("제2강의실", buffer_after=30)]
    with acting():
        piece = Equipment(code="P-1", name="이동식 빔프로젝터")
        db.session.add(piece)
    kept = {"acting": staticmethod(acting), "actor": actor, "piece_id": piece.id}
    machine = type("Machine", (Desk,), {**kept, "room_ids": [room.id for room in made]})
    run_state_machine_as_test(
        machine,
        settings=STORIES,
    )
