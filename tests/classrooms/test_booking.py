"""Booking a room: refused with what is there and what is free; never twice, whoever races."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.classrooms import services
from lms.classrooms.models import BookingKind, Occurrence, OccurrenceStatus, Room
from lms.classrooms.services import PushesOut, RoomTaken
from lms.core import clock
from lms.core.db import commit, db, rollback
from lms.core.errors import Refused
from lms.core.gate import Gate
from tests.fresh import settings
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]
DAY = date(2026, 12, 1)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return clock.at(day, time(hour, minute))


def book(
    actor: User,
    room: Room,
    start: datetime,
    end: datetime,
    title: str = "회의",
    *,
    push_out: bool = False,
) -> Occurrence:
    return services.book(
        actor=actor,
        kind=BookingKind.internal,
        title=title,
        owner=actor,
        room=db.session.merge(room, load=True),
        starts_at=start,
        ends_at=end,
        push_out=push_out,
    )


def test_a_booking_takes_the_room_with_its_buffers(make: Make, acting: Acting) -> None:
    operator, room = make.operator(), make.room(buffer_before=10, buffer_after=20)
    with acting():
        book(operator, room, at(9), at(12))
    with acting():
        occurrence = db.session.scalars(select(Occurrence)).one()
        assert occurrence.status is OccurrenceStatus.confirmed
        assert (occurrence.starts_at, occurrence.ends_at) == (at(9), at(12))
        assert (occurrence.blocked_from, occurrence.blocked_until) == (at(8, 50), at(12, 20))
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.actor_id) == ("classrooms.book", operator.id)


def test_a_taken_room_is_refused_with_what_is_there_and_what_is_free(
    make: Make, acting: Acting
) -> None:
    operator, room = make.operator(), make.room("제1강의실")
    other = make.room("제2강의실")
    with acting():
        book(operator, room, at(9), at(12), "운영 회의")
    with pytest.raises(RoomTaken) as refused, acting():
        book(operator, room, at(11), at(13))
    assert refused.value.code == "room-taken"
    assert "제1강의실" in refused.value.sentence
    assert "09:00–12:00 운영 회의" in refused.value.sentence
    assert len(refused.value.taken) == 1
    assert refused.value.alternatives[0].code == other.code
    with acting():
        assert len(db.session.scalars(select(Occurrence)).all()) == 1


def test_a_buffer_keeps_the_next_one_out(make: Make, acting: Acting) -> None:
    operator, room = make.operator(), make.room(buffer_after=30)
    with acting():
        book(operator, room, at(9), at(12))
    with pytest.raises(RoomTaken), acting():
        book(operator, room, at(12), at(13))
    with acting():
        book(operator, room, at(12, 30), at(13))


def test_a_cancelled_one_does_not_block(make: Make, acting: Acting) -> None:
    operator, room = make.operator(), make.room()
    with acting():
        occurrence = book(operator, room, at(9), at(12))
        services.cancel_occurrence(actor=operator, occurrence=occurrence, reason="취소")
    with acting():
        book(operator, room, at(9), at(12))


def test_a_provisional_one_is_pushed_out_only_by_those_who_say_so(
    make: Make, acting: Acting
) -> None:
    operator, room = make.operator(), make.room()
    with acting():
        book(operator, room, at(9), at(12), "대관").status = OccurrenceStatus.provisional
    with pytest.raises(PushesOut) as refused, acting():
        book(operator, room, at(11), at(13))
    assert "09:00–12:00 대관" in refused.value.sentence
    with acting():
        book(operator, room, at(11), at(13), push_out=True)
    with acting():
        statuses = db.session.scalars(select(Occurrence.status).order_by(Occurrence.id)).all()
        assert statuses == [OccurrenceStatus.cancelled, OccurrenceStatus.confirmed]


def test_moving_frees_the_old_time_and_does_not_stand_in_its_own_way(
    make: Make, acting: Acting
) -> None:
    operator, room = make.operator(), make.room()
    with acting():
        occurrence = book(operator, room, at(9), at(12))
        services.move(
            actor=operator,
            occurrence=occurrence,
            room=occurrence.room,
            starts_at=at(10),
            ends_at=at(13),
        )
        book(operator, room, at(9), at(10))
    with acting():
        entry = db.session.scalars(select(AuditEntry).filter_by(action="classrooms.move")).one()
        assert entry.details["starts_at"] == [at(9).isoformat(), at(10).isoformat()]


def test_a_refused_move_changes_nothing(make: Make, acting: Acting) -> None:
    operator, room = make.operator(), make.room()
    with acting():
        first = book(operator, room, at(9), at(12))
        book(operator, room, at(13), at(15))
        with pytest.raises(RoomTaken):
            services.move(
                actor=operator, occurrence=first, room=first.room, starts_at=at(14), ends_at=at(16)
            )
        assert first.starts_at == at(9)


@pytest.mark.parametrize(("start", "end"), [(12, 9), (9, 9)])
def test_the_end_must_come_after_the_start(
    make: Make, acting: Acting, start: int, end: int
) -> None:
    operator, room = make.operator(), make.room()
    with pytest.raises(Refused) as refused, acting():
        book(operator, room, at(start), at(end))
    assert refused.value.code == "order"


def test_a_room_out_of_use_is_refused(make: Make, acting: Acting) -> None:
    operator, room = make.operator(), make.room(active=False)
    with pytest.raises(Refused) as refused, acting():
        book(operator, room, at(9), at(10))
    assert refused.value.code == "room-unused"


def test_the_database_itself_refuses_an_overlap(make: Make, acting: Acting) -> None:
    operator, room = make.operator(), make.room()
    with acting():
        first = book(operator, room, at(9), at(12))
        booking_id = first.booking_id
    with pytest.raises(IntegrityError), acting():
        db.session.add(
            Occurrence(
                booking_id=booking_id,
                room_id=room.id,
                starts_at=at(11),
                ends_at=at(13),
                blocked_from=at(11),
                blocked_until=at(13),
            )
        )
        db.session.flush()


def test_fifty_connections_that_race_for_one_room_leave_one_winner_and_clear_answers(
    app: Gate, make: Make, tmp_path: Path
) -> None:
    operator, room = make.operator(), make.room()
    racers = 50
    wide = create_app(settings(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"], threads=racers))
    start_line = Barrier(racers)

    def race(number: int) -> str:
        with wide.app_context(), wide.test_request_context():
            connection = db.engine.raw_connection()
            start_line.wait()  # fifty connections are open now
            connection.close()
            try:
                minutes = timedelta(minutes=number)  # all overlap, none is the same
                book(operator, room, at(9) + minutes, at(11) + minutes)
                commit()
            except RoomTaken as taken:
                rollback()
                return f"taken by {len(taken.taken)}"
            else:
                return "won"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(racers) as pool:
        answers = sorted(pool.map(race, range(racers)))
    assert answers == ["taken by 1"] * (racers - 1) + ["won"]
    with wide.app_context():
        assert len(db.session.scalars(select(Occurrence)).all()) == 1
        db.session.remove()
        db.engine.dispose()
