"""Closing rooms: what stands there is shown first, its owners are told, and it stays on a list."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from threading import Event
from time import sleep
from typing import Any

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.classrooms import queries, services
from lms.classrooms.models import BookingKind, Closure, Occurrence, OccurrenceStatus, Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.notifications.letter import compose
from lms.notifications.models import Message
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]


def day() -> date:
    return clock.today() + timedelta(days=8)


def at(hour: int) -> datetime:
    return clock.at(day(), time(hour))


def book(actor: User, room: Room, start: int, end: int, owner: User | None = None) -> Occurrence:
    return services.book(
        actor=actor,
        kind=BookingKind.internal,
        title=f"회의 {start}시",
        owner=owner or actor,
        room=db.session.get_one(Room, room.id),
        starts_at=at(start),
        ends_at=at(end),
    )


def values(start: int, end: int, **more: Any) -> services.ClosureValues:
    return services.ClosureValues(
        **{"starts_at": at(start), "ends_at": at(end), "reason": "냉방기 수리", **more}
    )


def close(actor: User, start: int, end: int, **more: Any) -> Closure:
    return services.close_rooms(actor=actor, values=values(start, end, **more))


def test_what_a_closure_hits_is_what_meets_it_in_its_place(make: Make, acting: Acting) -> None:
    actor = make.operator()
    here, beside, above = make.room(floor=1), make.room(floor=1), make.room(floor=2)
    with acting():
        for room in (here, beside, above):
            book(actor, room, 10, 12)
        book(actor, here, 14, 16)
        cancelled = book(actor, here, 12, 13)
        services.cancel_occurrence(actor=actor, occurrence=cancelled, reason="휴강")
    with acting():

        def hit(start: int, end: int, **place: int) -> list[tuple[int, int]]:
            closure = services.planned(actor, values(start, end, **place))
            found = queries.hit_by(closure)
            return [(one.room_id, clock.to_seoul(one.starts_at).hour) for one in found]

        assert hit(11, 13, room_id=here.id) == [(here.id, 10)]
        assert hit(12, 14, room_id=here.id) == []
        assert sorted(hit(9, 18, floor=1)) == [(here.id, 10), (here.id, 14), (beside.id, 10)]
        assert len(hit(9, 18)) == 4


def test_owners_are_told_once_each_and_the_bookings_stay(make: Make, acting: Acting) -> None:
    operator, teacher = make.operator(), make.instructor("이강사", locale="en")
    room = make.room("실습실", name_en="Workshop")
    with acting():
        for start in (9, 11):
            book(operator, room, start, start + 1, teacher)
        book(operator, room, 14, 15)
        book(operator, room, 17, 18)
    with acting():
        closure = close(operator, 8, 16, room_id=room.id)
    with acting():
        messages = db.session.scalars(select(Message).order_by(Message.id)).all()
        assert {m.user_id for m in messages} == {operator.id, teacher.id}
        assert len(messages) == 2
        to_teacher = next(m for m in messages if m.user_id == teacher.id)
        letter = compose(to_teacher.template, to_teacher.facts)
        assert "Workshop" in letter.subject
        assert letter.text.count("회의") == 2
        assert "냉방기 수리" in letter.text
        to_operator = next(m for m in messages if m.user_id == operator.id)
        assert "실습실" in compose(to_operator.template, to_operator.facts).subject
        assert f"/desk/closures/{closure.id}" in to_operator.facts["action_url"]
        states = db.session.scalars(select(Occurrence.status)).all()
        assert set(states) == {OccurrenceStatus.confirmed}


def test_what_is_hit_stays_on_the_list_until_it_is_moved_cancelled_or_the_closure_lifted(
    make: Make, acting: Acting
) -> None:
    operator, room, other = make.operator(), make.room(floor=2), make.room(floor=1)
    with acting():
        ids = [book(operator, room, start, start + 1).id for start in (9, 11, 13)]
    with acting():
        closure_id = close(operator, 8, 16, floor=2).id
        close(operator, 10, 12, room_id=room.id)

    def listed() -> list[int]:
        with acting():
            return [one.id for one, _ in queries.needing_another_room(clock.now())]

    assert listed() == ids
    with acting():
        services.move(
            actor=operator,
            occurrence=db.session.get_one(Occurrence, ids[0]),
            room=db.session.get_one(Room, other.id),
            starts_at=at(9),
            ends_at=at(10),
        )
        occurrence = db.session.get_one(Occurrence, ids[2])
        services.cancel_occurrence(actor=operator, occurrence=occurrence, reason="취소")
    assert listed() == [ids[1]]
    with acting():
        services.lift_closure(actor=operator, closure=queries.get_closure(closure_id))
    assert listed() == [ids[1]]  # the room's own closure still holds
    with acting():
        own = db.session.scalars(select(Closure).where(Closure.lifted_at.is_(None))).one()
        services.lift_closure(actor=operator, closure=own)
        services.lift_closure(actor=operator, closure=own)
    assert listed() == []
    with acting():
        assert queries.closures_between(at(0), at(23)) == []
        lifted = select(AuditEntry).where(AuditEntry.action == "classrooms.lift_closure")
        assert len(db.session.scalars(lifted).all()) == 2


def test_the_list_takes_two_queries_at_most(make: Make, acting: Acting) -> None:
    operator, rooms = make.operator(), [make.room(), make.room(floor=2)]
    with acting(), statements() as sent:
        assert queries.needing_another_room(clock.now()) == []
    assert sum("FROM" in one for one in sent) == 1
    with acting():
        for room in rooms:
            book(operator, room, 9, 10)
            close(operator, 8, 12, room_id=room.id)
        close(operator, 9, 10)
    with acting(), statements() as sent:
        assert len(queries.needing_another_room(clock.now())) == 2
    assert sum("FROM" in one for one in sent) == 2


def test_who_books_while_somebody_closes_waits_and_is_refused(
    app: Gate, make: Make, acting: Acting
) -> None:
    operator, room = make.operator(), make.room()
    entered = Event()

    def closing() -> None:
        with acting():
            close(operator, 9, 12, room_id=room.id)
            entered.set()
            sleep(0.3)  # the other asks meanwhile; sooner or later makes no difference

    def booking() -> str:
        entered.wait(10)
        try:
            with acting():
                book(operator, room, 10, 11)
        except Refused as refused:
            return refused.code
        return "booked"

    with ThreadPoolExecutor(2) as pool:
        closed, booked = pool.submit(closing), pool.submit(booking)
        closed.result()
        assert booked.result() == "closed"


@pytest.mark.parametrize(("start", "end"), [(9, 9), (12, 9)])
def test_an_end_before_the_start_is_refused(
    make: Make, acting: Acting, start: int, end: int
) -> None:
    operator = make.operator()
    with acting(), pytest.raises(Refused):
        close(operator, start, end)


def test_what_is_over_can_neither_be_closed_nor_lifted(make: Make, acting: Acting) -> None:
    operator = make.operator()
    wanted, later = values(9, 12), at(13)
    with acting():
        closure_id = services.close_rooms(actor=operator, values=wanted).id
    with clock.frozen(later):
        with acting(), pytest.raises(Refused):
            services.close_rooms(actor=operator, values=wanted)
        with acting(), pytest.raises(Refused):
            services.lift_closure(actor=operator, closure=queries.get_closure(closure_id))
        with acting():
            assert queries.closures_from(clock.now()) == []
            assert [one.id for one in queries.past_closures(clock.now(), 10)] == [closure_id]


def fields(room: Room, start: int, end: int, reason: str = "냉방기 수리") -> dict[str, str]:
    form = f"{day().isoformat()}T%02d:00"
    return {
        "place": f"room-{room.id}",
        "starts_at": form % start,
        "ends_at": form % end,
        "reason": reason,
    }


def test_an_operator_sees_what_it_hits_before_anything_is_saved(
    app: Gate, make: Make, acting: Acting, browse: Browser, sign_in: SignIn
) -> None:
    operator, room = make.operator("김운영"), make.room("세미나실")
    with acting():
        book(operator, room, 10, 12)
    sign_in(operator)
    preview = browse("/desk/closures/new").submit(**fields(room, 9, 13))
    assert preview.status == 200
    assert "회의 10시" in preview.text
    assert "김*영" in preview.text
    with acting():
        assert db.session.scalars(select(Closure)).all() == []
        book(operator, room, 12, 13)
    again = preview.submit()
    assert "회의 12시" in again.text  # somebody booked meanwhile: shown once more
    with acting():
        assert db.session.scalars(select(Closure)).all() == []
    other = again.submit(ends_at=fields(room, 9, 11)["ends_at"])
    assert "회의 12시" not in other.text  # another time is another preview
    saved = other.submit()
    assert saved.status == 200
    assert "냉방기 수리" in saved.text
    with acting():
        assert db.session.scalars(select(Closure)).one().room_id == room.id
    page = browse("/desk/closures")
    assert "강의실을 옮겨야 할 예약" in page.text
    assert "회의 10시" in page.text


def test_lifting_at_the_desk(make: Make, acting: Acting, browse: Browser, sign_in: SignIn) -> None:
    operator, room = sign_in(make.operator()), make.room()
    with acting():
        book(operator, room, 10, 12)
        closure_id = close(operator, 9, 13).id
    page = browse(f"/desk/closures/{closure_id}").submit("/lift")
    assert "해제했습니다" in page.body
    assert "회의 10시" not in page.text
    with acting():
        templates = db.session.scalars(select(Message.template)).all()
        assert templates == ["classrooms/room_closed", "classrooms/closure_lifted"]
        for message in db.session.scalars(select(Message)):
            assert "회의 10시" in compose(message.template, message.facts).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "room-999999"),
        ("starts_at", "x"),
        ("ends_at", "2020-01-01T00:00"),
        ("reason", ""),
        ("kind", "x"),
    ],
)
def test_a_wrong_field_of_a_closure_is_named(
    make: Make, browse: Browser, sign_in: SignIn, field: str, value: str
) -> None:
    sign_in(make.operator())
    wrong = {**fields(make.room(), 9, 12), field: value}
    page = browse("/desk/closures/new").submit(**wrong)
    assert page.status == 422
    assert page.all(f"//*[contains(@class,'error-summary')]//a[@href='#{field}']")
    if field != "reason":
        assert page.all("//input[@name='reason']/@value") == ["냉방기 수리"]


def test_a_closure_in_the_past_is_refused_in_words(
    make: Make, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    room = make.room()
    past = {
        "place": f"room-{room.id}",
        "starts_at": "2020-01-01T09:00",
        "ends_at": "2020-01-01T10:00",
        "reason": "점검",
    }
    page = browse("/desk/closures/new").submit(**past).submit()
    assert page.status == 409
    assert "지금 이후" in page.text
