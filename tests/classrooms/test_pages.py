"""Rooms as people see them: the day of all rooms, the week of one, the desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest

from lms.accounts.models import User
from lms.catalogue.models import OfferingStatus
from lms.classrooms import services
from lms.classrooms.models import BookingKind, Occurrence, OccurrenceStatus, Room
from lms.classrooms.queries import get_room
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from tests.make import Make
from tests.pages import Browser, Page

SignIn = Callable[[User], User]
Acting = Callable[[], AbstractContextManager[None]]


def slots(page: Page) -> list[str]:
    found = page.all("//li[contains(@class,'slot')]//span[@class='slot-title']")
    return ["".join(each.itertext()) for each in found]


def use(make: Make, acting: Acting, title: str, status: OccurrenceStatus) -> Room:
    """A room with one other use tomorrow, 10:00–12:00."""
    operator, room = make.operator(), make.room("세미나실")
    day = clock.today() + timedelta(days=1)
    with acting():
        occurrence = services.book(
            actor=operator,
            kind=BookingKind.internal,
            title=title,
            owner=operator,
            room=db.session.get_one(Room, room.id),
            starts_at=clock.at(day, time(10)),
            ends_at=clock.at(day, time(12)),
        )
        occurrence.status = status
    return room


def tomorrow() -> str:
    return (clock.today() + timedelta(days=1)).isoformat()


def test_a_class_stands_in_its_room_with_a_link(make: Make, browse: Browser) -> None:
    offering, room = make.offering(make.course("협동로봇")), make.room("실습실")
    make.room("빈 방")
    make.session(offering, room=room)
    page = browse(f"/classrooms?day={offering.starts_on.isoformat()}")
    assert slots(page) == ["협동로봇"]
    assert f"/offerings/{offering.code}" in page.links()
    assert f"/classrooms/{room.code}" in page.links()
    assert "09:00–18:00" in page.text
    assert "종일 비어 있습니다" in page.text


def test_other_uses_are_shown_by_kind_only(make: Make, acting: Acting, browse: Browser) -> None:
    use(make, acting, "홍길동 면담", OccurrenceStatus.confirmed)
    page = browse(f"/classrooms?day={tomorrow()}")
    assert slots(page) == ["아카데미 사용"]
    assert "홍길동" not in page.body


def test_requests_are_provisional_and_cancelled_ones_gone(
    make: Make, acting: Acting, browse: Browser
) -> None:
    use(make, acting, "대관", OccurrenceStatus.provisional)
    page = browse(f"/classrooms?day={tomorrow()}")
    assert slots(page) == ["아카데미 사용"]
    assert "가예약" in page.all("//li[contains(@class,'slot-warning')]/@title")[0]
    with acting():
        db.session.query(Occurrence).update({"status": OccurrenceStatus.cancelled})
    assert slots(browse(f"/classrooms?day={tomorrow()}")) == []


def test_a_draft_offering_is_not_named(make: Make, browse: Browser) -> None:
    offering = make.offering(make.course("비밀 과정"), status=OfferingStatus.draft)
    make.session(offering)
    page = browse(f"/classrooms?day={offering.starts_on.isoformat()}")
    assert slots(page) == ["수업"]
    assert "비밀 과정" not in page.body


@pytest.mark.parametrize(("hour", "free"), [(6, 0), (8, 2), (9, 1), (17, 1), (18, 2), (22, 0)])
def test_free_now_counts_the_rooms_free_at_this_moment(
    make: Make, browse: Browser, hour: int, free: int
) -> None:
    day, room = date(2027, 3, 9), make.room("쓰는 방")
    make.room("빈 방")
    with clock.frozen(clock.at(day, time(8))):
        make.session(make.offering(starts_in=0), room=room)
    with clock.frozen(clock.at(day, time(hour))):
        links = browse("/classrooms").all("//ul[@class='free-now']//a/@href")
    assert len(links) == free
    assert (f"/classrooms/{room.code}" in links) is (free == 2)


def test_days_before_and_after(make: Make, browse: Browser) -> None:
    make.room()
    page = browse("/classrooms?day=2026-12-31")
    assert "/classrooms?day=2026-12-30" in page.links()
    assert "/classrooms?day=2027-01-01" in page.links()
    assert "신정" in browse("/classrooms?day=2027-01-01").text


@pytest.mark.parametrize("day", ["", "nonsense", "2026-13-45"])
def test_a_day_that_is_none_means_today(make: Make, browse: Browser, day: str) -> None:
    make.room()
    assert browse(f"/classrooms?day={day}").all("//input[@name='day']/@value") == [
        clock.today().isoformat()
    ]


def test_no_rooms_yet(browse: Browser) -> None:
    assert "강의실이 없습니다" in browse("/classrooms").text


def test_a_room_and_its_week(make: Make, browse: Browser) -> None:
    room = make.room(
        "실습실",
        capacity=24,
        capacity_practice=16,
        equipment="로봇 4대\nPLC 8조",
        accessibility="승강기",
        is_example=True,
    )
    offering = make.offering(make.course("PLC 기초"))
    make.session(offering, room=room)
    page = browse(f"/classrooms/{room.code}?week={offering.starts_on.isoformat()}")
    for words in ("로봇 4대", "PLC 8조", "승강기", "예시 데이터", "24", "16"):
        assert words in page.text
    assert slots(page) == ["PLC 기초"]
    assert slots(browse(f"/classrooms/{room.code}?week=2020-01-01")) == []


def test_an_early_and_a_late_class_widen_the_hours(make: Make, browse: Browser) -> None:
    offering, room = make.offering(), make.room()
    make.session(offering, room=room, hours=(time(7, 30), time(21, 15)), pause=None)
    page = browse(f"/classrooms?day={offering.starts_on.isoformat()}")
    assert "hours-15" in page.all("//*[contains(@class,'room-timeline')]/@class")[0].split()


def test_an_operator_adds_and_changes_a_room(
    app: Gate, make: Make, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    form = browse("/desk/rooms/new")
    page = form.submit(code="305", name="새 강의실", floor="3", capacity="20", buffer_after="30")
    assert page.status == 200
    assert "새 강의실" in page.text
    page = browse("/desk/rooms/305/edit").submit(capacity="25", active=None)
    assert page.status == 200
    with app.app_context():
        room = get_room("305")
        assert (room.capacity, room.buffer_after, room.active) == (25, 30, False)
        assert room.capacity_practice is None
    assert "새 강의실" not in browse("/classrooms").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "3 0 5"), ("name", ""), ("floor", "x"), ("capacity", "0"), ("buffer_after", "-1")],
)
def test_a_wrong_field_of_a_room_is_named(
    make: Make, browse: Browser, sign_in: SignIn, field: str, value: str
) -> None:
    sign_in(make.operator())
    values = {"code": "305", "name": "방", "floor": "3", "capacity": "20", field: value}
    page = browse("/desk/rooms/new").submit(**values)
    assert page.status == 422
    assert page.all(f"//*[contains(@class,'error-summary')]//a[@href='#{field}']")


def test_a_room_number_is_given_once(make: Make, browse: Browser, sign_in: SignIn) -> None:
    sign_in(make.operator())
    taken = make.room()
    page = browse("/desk/rooms/new").submit(code=taken.code, name="방", floor="1", capacity="9")
    assert page.status == 409
    assert taken.code in page.text
