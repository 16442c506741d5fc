"""Scheduling, moving and calling off classes: what is refused, what follows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue import queries, services
from lms.catalogue.models import ClassSession, Offering, OfferingStatus, TeachingRole
from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, Occurrence, OccurrenceStatus, Room
from lms.classrooms.preview import Placement
from lms.classrooms.services import PushesOut, RoomTaken
from lms.core import clock
from lms.core.db import commit, db, rollback
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.enrolment.class_clashes import TraineesClash
from lms.enrolment.models import EnrolmentStatus
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]


def schedule(
    actor: User, offering: Offering, room: Room, hours: tuple[int, int] = (9, 18), **values: Any
) -> ClassSession:
    day = values.pop("day", offering.starts_on)
    people = [db.session.get_one(User, user.id) for user in values.pop("instructors", [])]
    return services.schedule_session(
        actor=actor,
        offering=db.session.get_one(Offering, offering.id),
        room=db.session.get_one(Room, room.id),
        starts_at=clock.at(day, time(hours[0])),
        ends_at=clock.at(day, time(hours[1])),
        instructors=people,
        **values,
    )


def refused(acting: Acting, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught, acting():
        schedule(*args, **values)
    with acting():
        count = len(db.session.scalars(select(Occurrence).filter_by(status="confirmed")).all())
        assert count == len(db.session.scalars(select(ClassSession)).all()), "half a class is left"
    return caught.value


def test_a_class_books_its_room_and_has_its_instructors(make: Make, acting: Acting) -> None:
    operator, offering, room = make.operator(), make.offering(), make.room()
    main, assistant = make.instructor("김주강"), make.instructor("이보조")
    day = offering.starts_on
    with acting():
        schedule(
            operator,
            offering,
            room,
            break_from=clock.at(day, time(12)),
            break_until=clock.at(day, time(13)),
            instructors=[main, assistant],
            topic="개념",
        )
    with acting():
        session = db.session.scalars(select(ClassSession)).one()
        assert session.minutes == 480
        assert session.occurrence.room_id == room.id
        assert offering.code in session.occurrence.booking.title
        roles = {a.user_id: a.role for a in session.teaching}
        assert roles == {main.id: TeachingRole.main, assistant.id: TeachingRole.assistant}
        assert queries.teaches(main, session)
        assert not queries.teaches(operator, session)


def test_a_taken_room_leaves_nothing_behind(make: Make, acting: Acting) -> None:
    operator, room, other = make.operator(), make.room(), make.room()
    first, second = make.offering(), make.offering()
    with acting():
        schedule(operator, first, room)
    answer = refused(acting, operator, second, room, (13, 15))
    assert isinstance(answer, RoomTaken)
    assert answer.alternatives[0].code == other.code


def test_an_instructor_who_teaches_elsewhere_is_refused(make: Make, acting: Acting) -> None:
    operator, teacher = make.operator(), make.instructor("박강사")
    first, second = make.offering(), make.offering()
    with acting():
        schedule(operator, first, make.room("제1강의실"), (9, 12), instructors=[teacher])
    answer = refused(acting, operator, second, make.room(), (11, 13), instructors=[teacher])
    assert answer.code == "instructor-taken"
    assert "박강사" in answer.sentence
    assert "제1강의실" in answer.sentence
    with acting():
        schedule(operator, second, make.room(), (12, 13), instructors=[teacher])


def test_a_room_that_is_too_small_is_refused_with_the_numbers(make: Make, acting: Acting) -> None:
    room = make.room("세미나실", capacity=8)
    answer = refused(acting, make.operator(), make.offering(), room)
    assert answer.code == "room-small"
    assert "8" in answer.sentence
    assert "20" in answer.sentence


def test_a_lower_number_of_people_fits_a_small_room(make: Make, acting: Acting) -> None:
    operator, offering, room = make.operator(), make.offering(seats=8), make.room(capacity=8)
    with acting():
        schedule(operator, offering, room, people=8)


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_day_outside_the_offering_is_refused(make: Make, acting: Acting, shift: int) -> None:
    offering = make.offering()
    day = offering.starts_on + timedelta(days=shift)
    answer = refused(acting, make.operator(), offering, make.room(), day=day)
    assert answer.code == "outside"


def test_two_classes_of_one_offering_never_overlap(make: Make, acting: Acting) -> None:
    operator, offering = make.operator(), make.offering()
    with acting():
        schedule(operator, offering, make.room(), (9, 12))
    assert refused(acting, operator, offering, make.room(), (11, 13)).code == "own-class"


@pytest.mark.parametrize(
    ("hours", "pause", "code"),
    [
        ((12, 9), None, "order"),
        ((9, 9), None, "order"),
        ((9, 18), (8, 10), "break"),
        ((9, 18), (12, 12), "break"),
        ((9, 18), (13, 12), "break"),
        ((9, 18), (12, 18), "break"),
        ((9, 18), (12, None), "break"),
    ],
)
def test_hours_that_contradict_themselves(
    make: Make,
    acting: Acting,
    hours: tuple[int, int],
    pause: tuple[int, int | None] | None,
    code: str,
) -> None:
    offering = make.offering()
    moments: dict[str, datetime] = {}
    for name, hour in zip(("break_from", "break_until"), pause or (), strict=False):
        if hour is not None:
            moments[name] = clock.at(offering.starts_on, time(hour))
    answer = refused(acting, make.operator(), offering, make.room(), hours, **moments)
    assert answer.code == code


@pytest.mark.parametrize("status", [OfferingStatus.finished, OfferingStatus.cancelled])
def test_an_offering_that_is_over_gets_no_more_classes(
    make: Make, acting: Acting, status: OfferingStatus
) -> None:
    offering = make.offering(status=status)
    assert refused(acting, make.operator(), offering, make.room()).code == "offering-over"


def move(actor: User, session_id: int, room: Room, hours: tuple[int, int]) -> None:
    session = queries.get_session(session_id)
    day = clock.to_seoul(session.starts_at).date()
    services.move_session(
        actor=actor,
        session=session,
        room=db.session.get_one(Room, room.id),
        starts_at=clock.at(day, time(hours[0])),
        ends_at=clock.at(day, time(hours[1])),
    )


def test_moving_a_class_moves_its_booking(make: Make, acting: Acting) -> None:
    operator, offering, room, other = make.operator(), make.offering(), make.room(), make.room()
    session = make.session(offering, room=room)
    with acting():
        move(operator, session.id, other, (10, 17))
    with acting():
        moved = queries.get_session(session.id)
        assert moved.occurrence.room_id == other.id
        assert (
            moved.starts_at == moved.occurrence.starts_at == clock.at(offering.starts_on, time(10))
        )
        assert moved.break_from is None


def test_moving_into_a_taken_room_changes_nothing(make: Make, acting: Acting) -> None:
    operator, room, other = make.operator(), make.room(), make.room()
    session = make.session(make.offering(), room=room)
    make.session(make.offering(), room=other)
    with pytest.raises(RoomTaken), acting():
        move(operator, session.id, other, (9, 12))
    with acting():
        assert queries.get_session(session.id).occurrence.room_id == room.id


def test_an_own_instructor_does_not_stand_in_the_way_of_a_move(make: Make, acting: Acting) -> None:
    operator, room, teacher = make.operator(), make.room(), make.instructor()
    session = make.session(make.offering(), room=room, instructors=[teacher])
    with acting():
        move(operator, session.id, room, (10, 19))


def test_calling_off_gives_the_room_back(make: Make, acting: Acting) -> None:
    operator, offering, room = make.operator(), make.offering(), make.room()
    session = make.session(offering, room=room)
    make.session(offering, room=make.room(), day=offering.starts_on + timedelta(days=1))
    with acting():
        services.call_off_session(
            actor=operator, session=queries.get_session(session.id), reason="장비 고장"
        )
    with acting():
        called_off = queries.get_session(session.id)
        assert called_off.called_off_at is not None
        assert called_off.occurrence.status is OccurrenceStatus.cancelled
    second = make.offering(starts_on=offering.starts_on)
    with acting():
        schedule(operator, second, room)


def test_the_last_class_of_a_published_offering_is_not_called_off(
    make: Make, acting: Acting
) -> None:
    session = make.session(make.offering())
    with pytest.raises(Refused) as caught, acting():
        services.call_off_session(
            actor=make.operator(), session=queries.get_session(session.id), reason="사정"
        )
    assert caught.value.code == "last-session"


def test_assigning_somebody_who_teaches_elsewhere_is_refused(make: Make, acting: Acting) -> None:
    operator, teacher = make.operator(), make.instructor()
    make.session(make.offering(), instructors=[teacher])
    session = make.session(make.offering())
    with pytest.raises(Refused) as caught, acting():
        services.assign_instructors(
            actor=operator, session=queries.get_session(session.id), instructors=[teacher]
        )
    assert caught.value.code == "instructor-taken"


def test_assigning_again_replaces(make: Make, acting: Acting) -> None:
    operator, one, two = make.operator(), make.instructor(), make.instructor()
    session = make.session(make.offering(), instructors=[one])
    with acting():
        people = [db.session.get_one(User, person.id) for person in (two, one)]
        services.assign_instructors(
            actor=operator, session=queries.get_session(session.id), instructors=people
        )
    with acting():
        teaching = queries.get_session(session.id).teaching
        assert {a.user_id: a.role for a in teaching} == {
            two.id: TeachingRole.main,
            one.id: TeachingRole.assistant,
        }


def test_ten_who_race_for_one_room_leave_one_class(app: Gate, make: Make) -> None:
    operator, room = make.operator(), make.room()
    offerings = [make.offering() for _ in range(10)]
    start_line = Barrier(len(offerings))

    def race(offering: Offering) -> str:
        with app.app_context(), app.test_request_context():
            start_line.wait()
            try:
                schedule(operator, offering, room)
                commit()
            except Refused as answer:
                rollback()
                return answer.code
            else:
                return "won"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(offerings)) as pool:
        answers = sorted(pool.map(race, offerings))
    assert answers == ["room-taken"] * 9 + ["won"]


def test_an_instructor_is_never_taken_twice_in_a_race(app: Gate, make: Make) -> None:
    operator, teacher = make.operator(), make.instructor()
    offerings = [make.offering() for _ in range(6)]
    rooms = [make.room() for _ in offerings]
    start_line = Barrier(len(offerings))

    def race(number: int) -> str:
        with app.app_context(), app.test_request_context():
            start_line.wait()
            try:
                schedule(operator, offerings[number], rooms[number], instructors=[teacher])
                commit()
            except Refused as answer:
                rollback()
                return answer.code
            else:
                return "won"
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(offerings)) as pool:
        answers = sorted(pool.map(race, range(len(offerings))))
    assert answers == ["instructor-taken"] * 5 + ["won"]


# --- seats and trainees --------------------------------------------------------------------------


def moving(
    acting: Acting, operator: User, session: ClassSession, room: Room, **values: Any
) -> None:
    with acting():
        row = db.session.get_one(ClassSession, session.id)
        hours = {"starts_at": row.starts_at, "ends_at": row.ends_at}
        services.move_session(
            actor=db.session.get_one(User, operator.id),
            session=row,
            room=db.session.get_one(Room, room.id),
            **{**hours, **values},
        )


def test_a_room_must_hold_every_seat_not_only_the_course(make: Make, acting: Acting) -> None:
    operator, small = make.operator(), make.room("작은 방", capacity=12)
    offering = make.offering(make.course(capacity=10), seats=15)
    answer = refused(acting, operator, offering, small)
    assert answer.code == "room-small"
    assert "15" in answer.sentence
    session = make.session(offering)
    with pytest.raises(Refused, match="15"):
        moving(acting, operator, session, small)
    make.session(make.offering(make.course(capacity=10), seats=12), room=small)


def test_a_class_is_not_moved_to_where_it_would_have_begun(make: Make, acting: Acting) -> None:
    operator, session = make.operator(), make.session(make.offering())
    with acting():
        room = db.session.get_one(ClassSession, session.id).occurrence.room
    with clock.frozen(session.starts_at - timedelta(hours=2)):
        now = clock.now()
        with pytest.raises(Refused) as answer:
            moving(acting, operator, session, room, starts_at=now)
        assert answer.value.code == "past"
        moving(acting, operator, session, room, starts_at=now + timedelta(hours=1))


def test_a_class_is_not_put_on_its_trainees_other_classes_unasked(
    make: Make, acting: Acting
) -> None:
    operator, trainee, idle = make.operator(), make.user("김겹침"), make.user()
    here, there = make.offering(make.course(days=2)), make.offering(make.course("품질관리"))
    make.session(there, hours=(time(13), time(15)), pause=None)
    session = make.session(here, day=here.starts_on + timedelta(days=1), pause=None)
    for person in (trainee, idle):
        make.enrolment(here, person)
    make.enrolment(there, trainee)
    make.enrolment(there, idle, EnrolmentStatus.cancelled)
    hours = {
        "starts_at": clock.at(here.starts_on, time(14)),
        "ends_at": clock.at(here.starts_on, time(16)),
    }
    with pytest.raises(TraineesClash) as caught:
        moving(acting, operator, session, make.room(), **hours)
    assert [(clash.name, clash.course) for clash in caught.value.clashes] == [
        ("김겹침", "품질관리")
    ]
    assert "품질관리" in caught.value.sentence
    moving(acting, operator, session, make.room(), **hours, despite_clashes=True)
    with acting():
        assert db.session.get_one(ClassSession, session.id).starts_at == hours["starts_at"]


def test_what_follows_at_once_is_no_clash(make: Make, acting: Acting) -> None:
    operator, trainee = make.operator(), make.user()
    here, there = make.offering(), make.offering()
    make.session(there, hours=(time(9), time(12)), pause=None)
    make.enrolment(here, trainee)
    make.enrolment(there, trainee)
    with acting():
        schedule(operator, here, make.room(), (12, 14))
    with pytest.raises(TraineesClash), acting():
        schedule(operator, here, make.room(), (11, 12))


def test_a_class_outranks_a_request_once_that_is_confirmed(make: Make, acting: Acting) -> None:
    operator, asker, room, offering = make.operator(), make.user(), make.room(), make.offering()
    with acting():
        start = clock.at(offering.starts_on, time(10))
        request = classrooms.book_series(
            actor=db.session.get_one(User, asker.id),
            kind=BookingKind.request,
            owner=db.session.get_one(User, asker.id),
            details=classrooms.BookingDetails("품질 회의"),
            placements=[
                Placement(db.session.get_one(Room, room.id), start, start + timedelta(hours=1))
            ],
            status=OccurrenceStatus.provisional,
        )
        request_id = request.occurrences[0].id
    block = services.Block(
        clock.at(offering.starts_on, time(9)), clock.at(offering.starts_on, time(12))
    )

    def plan(**confirmed: bool) -> None:
        with acting():
            services.schedule_sessions(
                actor=db.session.get_one(User, operator.id),
                offering=db.session.get_one(Offering, offering.id),
                classes=[services.Planned(db.session.get_one(Room, room.id), block)],
                **confirmed,
            )

    with pytest.raises(PushesOut, match="품질 회의"):
        plan()
    plan(push_out=True)
    with acting():
        assert db.session.get_one(Occurrence, request_id).status is OccurrenceStatus.cancelled


def test_many_classes_are_planned_together_or_not_at_all(make: Make, acting: Acting) -> None:
    operator, room, teacher = make.operator(), make.room(), make.instructor()
    offering = make.offering(make.course(days=3))
    days = [offering.starts_on + timedelta(days=n) for n in range(3)]
    blocks = [services.Block(clock.at(day, time(9)), clock.at(day, time(12))) for day in days]
    taken = make.session(make.offering(), room=room, day=days[2])

    def plan() -> None:
        with acting():
            here = db.session.get_one(Room, room.id)
            services.schedule_sessions(
                actor=db.session.get_one(User, operator.id),
                offering=db.session.get_one(Offering, offering.id),
                classes=[services.Planned(here, block, f"{n}") for n, block in enumerate(blocks)],
                instructors=[db.session.get_one(User, teacher.id)],
            )

    with pytest.raises(RoomTaken):
        plan()
    with acting():
        assert len(db.session.scalars(select(ClassSession)).all()) == 1
        db.session.get_one(Occurrence, taken.occurrence_id).status = OccurrenceStatus.cancelled
    plan()
    with acting():
        found = db.session.scalars(select(ClassSession).filter_by(offering_id=offering.id)).all()
        assert [(one.topic, one.starts_at) for one in found] == [
            (f"{n}", block.starts_at) for n, block in enumerate(blocks)
        ]
        for one in found:
            assert one.occurrence.starts_at == one.starts_at
            assert one.teaching[0].user_id == teacher.id


def test_classes_planned_together_may_not_meet(make: Make, acting: Acting) -> None:
    operator, room, other, offering = make.operator(), make.room(), make.room(), make.offering()
    start = clock.at(offering.starts_on, time(9))
    with pytest.raises(Refused) as caught, acting():
        services.schedule_sessions(
            actor=db.session.get_one(User, operator.id),
            offering=db.session.get_one(Offering, offering.id),
            classes=[
                services.Planned(
                    db.session.get_one(Room, each.id),
                    services.Block(start + timedelta(hours=n), start + timedelta(hours=n + 2)),
                )
                for n, each in enumerate((room, other))
            ],
        )
    assert caught.value.code == "own-class"
