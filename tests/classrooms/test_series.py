"""Bookings of many times: whole or not at all; what goes along; who is pushed out; who is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.classrooms import queries, services
from lms.classrooms.models import (
    Booking,
    BookingKind,
    ClosureKind,
    Equipment,
    EquipmentUse,
    Layout,
    Occurrence,
    OccurrenceStatus,
    Room,
)
from lms.classrooms.preview import LineState, Placement
from lms.classrooms.services import BookingDetails, EquipmentTaken, PushesOut, RoomTaken
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.notifications.models import Message
from tests.counting import statements
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]
DAY = date(2026, 12, 1)
WEEK = timedelta(weeks=1)
PROVISIONAL = OccurrenceStatus.provisional


def at(hour: int, day: date = DAY, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def weekly(room: Room, times: int, hours: tuple[int, int] = (9, 12)) -> list[Placement]:
    room = db.session.merge(room, load=True)
    days = [DAY + n * WEEK for n in range(times)]
    return [Placement(room, at(hours[0], day), at(hours[1], day)) for day in days]


def book(actor: User, placements: list[Placement], title: str = "회의", **more: Any) -> Booking:
    values = {"kind": BookingKind.internal, "owner": actor, "details": BookingDetails(title)}
    return services.book_series(actor=actor, placements=placements, **{**values, **more})


@pytest.fixture
def piece(acting: Acting) -> Equipment:
    with acting():
        piece = Equipment(code="P-1", name="이동식 빔프로젝터")
        db.session.add(piece)
    return piece


def count(acting: Acting) -> int:
    with acting():
        return len(db.session.scalars(select(Occurrence.id)).all())


def test_a_series_is_one_booking_with_one_line_of_history(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room(buffer_after=30)
    with acting():
        booking = book(actor, weekly(room, 3), rule="FREQ=WEEKLY;COUNT=3")
    with acting():
        found = db.session.get_one(Booking, booking.id)
        assert [o.starts_at for o in found.occurrences] == [at(9, DAY + n * WEEK) for n in range(3)]
        assert {o.blocked_until - o.ends_at for o in found.occurrences} == {timedelta(minutes=30)}
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.details["times"]) == ("classrooms.book", 3)


def test_one_clash_refuses_the_whole_series_and_names_it(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        book(actor, weekly(room, 3)[2:], "안전 점검")
    with pytest.raises(RoomTaken) as refused, acting():
        book(actor, weekly(room, 3))
    assert "안전 점검" in refused.value.sentence
    assert count(acting) == 1


def test_times_that_overlap_each_other_are_refused(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room(buffer_after=30)
    with pytest.raises(Refused) as refused, acting():
        book(actor, [*weekly(room, 1), *weekly(room, 1, (12, 13))])
    assert refused.value.code == "overlap"
    assert count(acting) == 0


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (BookingDetails("회의", people=31), "too-small"),
        (BookingDetails("회의", people=11, layout=Layout.practice), "too-small"),
    ],
)
def test_more_people_than_seats_are_refused(
    make: Make, acting: Acting, details: BookingDetails, code: str
) -> None:
    actor, room = make.operator(), make.room(capacity=30, capacity_practice=10)
    with pytest.raises(Refused) as refused, acting():
        book(actor, weekly(room, 1), details=details)
    assert refused.value.code == code


def test_what_lasts_for_days_is_refused(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with pytest.raises(Refused) as refused, acting():
        room = db.session.merge(room, load=True)
        book(actor, [Placement(room, at(9), at(10, DAY + timedelta(days=1)))])
    assert refused.value.code == "too-long"


def test_a_closed_room_is_refused_with_the_reason(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        values = services.ClosureValues(
            room_id=room.id, floor=None, starts_at=at(0), ends_at=at(23), reason="바닥 공사",
            kind=ClosureKind.maintenance,
        )  # fmt: skip
        services.close_rooms(actor=actor, values=values)
    with pytest.raises(Refused) as refused, acting():
        book(actor, weekly(room, 2))
    assert (refused.value.code, "바닥 공사" in refused.value.sentence) == ("closed", True)


def test_a_piece_is_never_in_two_places(make: Make, acting: Acting, piece: Equipment) -> None:
    actor, one, other = make.operator(), make.room(), make.room()
    with acting():
        book(actor, weekly(one, 2), equipment_ids=[piece.id])
    with pytest.raises(EquipmentTaken) as refused, acting():
        book(actor, weekly(other, 1), equipment_ids=[piece.id])
    assert "이동식 빔프로젝터 (회의)" in refused.value.sentence
    with acting():
        moved = db.session.scalars(select(Occurrence).order_by(Occurrence.id)).first()
        assert moved is not None
        services.move(
            actor=actor, occurrence=moved, room=moved.room, starts_at=at(14), ends_at=at(15)
        )
        book(actor, weekly(other, 1), equipment_ids=[piece.id])


def test_a_booking_does_not_take_a_piece_to_two_rooms_at_once(
    make: Make, acting: Acting, piece: Equipment
) -> None:
    actor, one, other = make.operator(), make.room(), make.room()
    with acting():
        book(actor, [*weekly(one, 1), *weekly(other, 1)])
    with pytest.raises(Refused) as refused, acting():
        times = [*weekly(one, 1, (14, 16)), *weekly(other, 1, (15, 17))]
        book(actor, times, equipment_ids=[piece.id], status=PROVISIONAL)
    assert refused.value.code == "overlap"


def test_what_was_cancelled_meanwhile_is_not_moved(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        id_ = book(actor, weekly(room, 2)).occurrences[0].id
    with pytest.raises(Refused) as refused, acting():
        stale = db.session.get_one(Occurrence, id_)
        db.session.execute(  # somebody else, past the session
            update(Occurrence.__table__).values(status=OccurrenceStatus.cancelled)
        )
        services.move_following(
            actor=actor, occurrence=stale, room=stale.room, starts_at=at(13), ends_at=at(14)
        )
    assert refused.value.code == "cancelled"


def test_the_database_itself_keeps_a_piece_in_one_place(
    make: Make, acting: Acting, piece: Equipment
) -> None:
    actor, one, other = make.operator(), make.room(), make.room()
    with acting():
        book(actor, weekly(one, 1), equipment_ids=[piece.id])
        second = book(actor, weekly(other, 1)).occurrences[0]
    with pytest.raises(IntegrityError), acting():
        db.session.add(
            EquipmentUse(
                occurrence_id=second.id,
                equipment_id=piece.id,
                blocked_from=at(11),
                blocked_until=at(13),
                status=OccurrenceStatus.confirmed,
            )
        )
        db.session.flush()


def test_the_first_to_be_confirmed_wins(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        first, second = (book(actor, weekly(room, 2), status=PROVISIONAL) for _ in range(2))
        services.confirm(actor=actor, booking=second)
    with pytest.raises(RoomTaken), acting():
        services.confirm(actor=actor, booking=db.session.get_one(Booking, first.id))
    with acting():
        statuses = {o.status for o in db.session.get_one(Booking, first.id).occurrences}
        assert statuses == {PROVISIONAL}


def test_moving_onto_a_request_asks_before_it_pushes_out(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        mine = book(actor, weekly(room, 1)).occurrences[0]
        asked = book(actor, weekly(room, 1, (14, 16)), "대관", status=PROVISIONAL).occurrences[0]

    def move(push_out: bool) -> None:
        occurrence = db.session.get_one(Occurrence, mine.id)
        to: dict[str, Any] = {"starts_at": at(15), "ends_at": at(17), "push_out": push_out}
        services.move(actor=actor, occurrence=occurrence, room=occurrence.room, **to)

    with pytest.raises(PushesOut), acting():
        move(push_out=False)
    with acting():
        move(push_out=True)
    with acting():
        assert db.session.get_one(Occurrence, asked.id).status is OccurrenceStatus.cancelled


@pytest.mark.parametrize("weeks", [1, -1])
def test_a_series_can_be_moved_onto_its_own_old_times(
    make: Make, acting: Acting, weeks: int
) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        booking = book(actor, weekly(room, 4))
    with acting():
        first = db.session.get_one(Booking, booking.id).occurrences[0]
        start = first.starts_at + weeks * WEEK
        services.move_following(
            actor=actor, occurrence=first, room=first.room, starts_at=start,
            ends_at=start + timedelta(hours=3),
        )  # fmt: skip
    with acting():
        found = db.session.get_one(Booking, booking.id).occurrences
        assert [o.starts_at for o in found] == [at(9, DAY + (n + weeks) * WEEK) for n in range(4)]
        assert [o.original_starts_at for o in found] == [at(9, DAY + n * WEEK) for n in range(4)]
        assert {o.revision for o in found} == {1}


def test_only_what_follows_is_cancelled(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        booking = book(actor, weekly(room, 4))
        services.cancel_following(
            actor=actor, occurrence=booking.occurrences[2], reason="과정 종료"
        )
    with acting():
        found = db.session.get_one(Booking, booking.id).occurrences
        assert [o.is_live for o in found] == [True, True, False, False]


def test_the_owner_is_told_of_what_others_do_and_not_of_what_they_do_themselves(
    make: Make, acting: Acting
) -> None:
    owner, operator, room = make.operator(), make.operator(), make.room()
    with acting():
        id_ = book(owner, weekly(room, 1)).occurrences[0].id
        to: dict[str, Any] = {"starts_at": at(13), "ends_at": at(15)}
        occurrence = db.session.get_one(Occurrence, id_)
        services.move(actor=owner, occurrence=occurrence, room=occurrence.room, **to)
    with acting():
        assert db.session.scalars(select(Message)).all() == []
        occurrence = db.session.get_one(Occurrence, id_)
        to["starts_at"] = at(14)
        services.move(actor=operator, occurrence=occurrence, room=occurrence.room, **to)
        services.cancel_occurrence(actor=operator, occurrence=occurrence, reason="누수")
    with acting():
        messages = db.session.scalars(select(Message).order_by(Message.id)).all()
        assert [m.template for m in messages] == [
            "classrooms/booking_moved",
            "classrooms/booking_cancelled",
        ]
        assert {m.user_id for m in messages} == {owner.id}
        assert messages[1].facts["reason"] == "누수"


def test_a_year_is_previewed_in_one_query_for_what_is_taken(make: Make, acting: Acting) -> None:
    actor, room = make.operator(), make.room()
    with acting():
        book(actor, weekly(room, 10), "안전 점검")
    with acting():
        placements = weekly(room, 52, (10, 11))
        assert placements[0].room.hours is not None
        with statements() as sent:
            lines = queries.previewed(placements, operator=True)
        assert len([one for one in sent if "FROM occurrences" in one]) == 1
        assert len(sent) <= 3  # besides: closures, the academy's days
    assert [line.state for line in lines[:11]] == [LineState.clash] * 10 + [LineState.day_off]
    assert len(lines) == 52
