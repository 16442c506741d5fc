"""Floor plans and door displays: how rooms stand now, without a name of anybody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from lms.classrooms import services
from lms.classrooms.floors import plan
from lms.classrooms.models import BookingKind, Closure, ClosureKind, Room
from lms.classrooms.standing import Standing, State, standing
from lms.core import clock
from lms.core.db import db
from tests.counting import statements

DAY = date(2027, 3, 9)


def at(hours: float) -> datetime:
    return clock.at(DAY, time()) + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (8, Standing(State.closed, at(9))),
        (9, Standing(State.free, at(10))),
        (10, Standing(State.taken, at(12))),
        (12, Standing(State.free, at(14))),
        (14, Standing(State.closed, at(15), "점검")),
        (17, Standing(State.closed, None, "행사")),
        (18, Standing(State.closed, None, "행사")),
        (21, Standing(State.closed)),
    ],
)
def test_how_a_room_stands(now, expected):
    hours, uses = [(at(9), at(18))], [(at(10), at(12))]
    closed = [((at(14), at(15)), "점검"), ((at(16), at(20)), "행사")]
    assert standing(at(now), hours, closed, uses) == expected


def test_a_use_in_a_closed_room_still_counts():
    closed = [((at(0), at(24)), "휴일")]
    assert standing(at(11), [], closed, [(at(10), at(12))]) == Standing(State.taken, at(12))


def test_known_rooms_stand_in_the_drawing_and_others_below():
    drawn = plan(1, ["101", "lab-9"])
    assert [place.code for place in drawn.rooms] == ["101", "lab-9"]
    assert drawn.rooms[1].y > max(place.y + place.height for place in drawn.others)
    assert drawn.height > drawn.rooms[1].y + drawn.rooms[1].height


def test_a_floor_that_nobody_drew_is_a_grid_without_overlap():
    codes = [str(n) for n in range(9)]
    drawn = plan(7, codes)
    assert [place.code for place in drawn.rooms] == codes
    assert drawn.outline == ""
    assert not drawn.others
    for one in drawn.rooms:
        assert one.x >= 0
        assert one.x + one.width <= drawn.width
        assert one.y + one.height <= drawn.height
        apart = [
            other.x >= one.x + one.width
            or one.x >= other.x + other.width
            or other.y >= one.y + one.height
            or one.y >= other.y + other.height
            for other in drawn.rooms
            if other is not one
        ]
        assert all(apart)


@pytest.fixture
def used(make, acting):
    """A room with a class 9–12 and a meeting 14–15 whose title names somebody."""
    operator, room = make.operator(), make.room("실습실")
    with clock.frozen(at(7)):
        offering = make.offering(make.course("PLC 기초"), starts_on=DAY)
        make.session(
            offering, room=room, hours=(time(9), time(12)), pause=None,
            instructors=[make.instructor("나강사")],
        )  # fmt: skip
        with acting():
            services.book(
                actor=operator,
                kind=BookingKind.internal,
                title="홍길동 면담",
                owner=operator,
                room=db.session.get_one(Room, room.id),
                starts_at=at(14),
                ends_at=at(15),
            )
    return room, offering


def text(page) -> str:
    return " ".join(page.text.split())


def test_a_door_says_now_and_next_without_names(used, browse):
    room, _ = used
    with clock.frozen(at(10)):
        page = browse(f"/door/{room.code}")
    assert "사용 중 12:00까지 PLC 기초 09:00–12:00" in text(page)
    assert "14:00–15:00 아카데미 사용" in text(page)
    assert "홍길동" not in page.body
    assert "나강사" not in page.body
    assert page.all("//*[contains(@class,'door-qr')]//*[local-name()='svg']")
    assert not page.all("//header[contains(@class,'site-header')]")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (8, "비어 있음 09:00까지"),
        (12.5, "비어 있음 14:00까지 다음 14:00 아카데미 사용"),
        (16, "오늘은 더 이상 일정이 없습니다"),
        (23, "이용 불가"),
    ],
)
def test_a_door_through_the_day(used, browse, now, words):
    with clock.frozen(at(now)):
        assert words in text(browse(f"/door/{used[0].code}"))


def test_a_door_without_its_room(browse):
    browse("/door/no-such", status=404)


def test_the_lobby_and_the_floors_show_every_room(used, make, acting, browse):
    closed = make.room("세미나실", floor=2)
    with acting():
        db.session.add(
            Closure(
                floor=2,
                starts_at=at(9),
                ends_at=at(11),
                reason="천장 공사",
                kind=ClosureKind.maintenance,
                created_at=clock.now(),
            )
        )
    with clock.frozen(at(10)):
        for page in (browse("/door"), browse("/classrooms/floors")):
            assert "사용 중 12:00까지" in text(page)
            assert "이용 불가 천장 공사 · 11:00에 엽니다" in text(page)
    links = page.all("//*[local-name()='svg']//*[local-name()='a']")
    assert [link.get("href") for link in links] == [
        f"/classrooms/{room.code}" for room in (used[0], closed)
    ]
    assert " ".join("".join(links[0].itertext()).split()).endswith("사용 중 12:00까지")


def test_pages_without_rooms(browse):
    browse("/classrooms/floors")
    browse("/door")


@pytest.mark.parametrize("path", ["/door", "/classrooms/floors"])
def test_displays_ask_few_queries(used, app, browse, path):
    with statements() as sent:
        browse(path)
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) <= 4
