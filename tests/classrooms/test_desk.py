"""The desk: a room's hours and rules, pieces of equipment, the academy's year."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.classrooms import policy, queries, services
from lms.classrooms.models import BookableBy, BookingKind, Equipment, Room
from lms.classrooms.use_rules import rules_of
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.firms.models import MembershipKind
from lms.notifications.letter import compose
from lms.notifications.models import Message
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]
NEW = {"code": "305", "name": "새 강의실", "floor": "3", "capacity": "20"}


def test_a_new_room_is_open_in_office_hours(
    app: Gate, make: Make, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    assert browse("/desk/rooms/new").submit(**NEW).status == 200
    with app.app_context():
        rules = rules_of(queries.get_room("305"))
        assert rules.hours == dict.fromkeys(range(5), (540, 1080))
        assert (rules.ahead_days, rules.ask_by_hours) == (60, 72)


def test_hours_and_rules_are_kept_as_entered(
    app: Gate, make: Make, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    entered = {
        "open_hours-0-opens": "",
        "open_hours-0-closes": "",
        "open_hours-5-opens": "10:00",
        "open_hours-5-closes": "00:00",
        "bookable_by": "everyone",
        "needs_approval": None,
        "min_minutes": "30",
        "max_minutes": "120",
        "release_after_minutes": "15",
    }
    saved = browse("/desk/rooms/new").submit(**NEW, **entered)
    assert saved.all("//input[@name='open_hours-5-closes']/@value") == ["00:00"]
    assert saved.submit(capacity="21").status == 200  # saved as it is shown, nothing gets lost
    with app.app_context():
        room = queries.get_room("305")
        rules = rules_of(room)
        assert rules.hours == {**dict.fromkeys(range(1, 5), (540, 1080)), 5: (600, 1440)}
        assert (rules.capacity, rules.min_minutes, rules.max_minutes) == (21, 30, 120)
        assert room.bookable_by is BookableBy.everyone
        assert (room.needs_approval, room.release_after_minutes) == (False, 15)
        newest = select(AuditEntry).where(AuditEntry.action == "classrooms.update_room")
        assert db.session.scalars(newest).one().details == {"capacity": [20, 21]}


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("open_hours-2-opens", "", "open_hours-2-closes"),
        ("open_hours-2-opens", "19:00", "open_hours-2-closes"),
        ("open_hours-2-opens", "25:00", "open_hours-2-opens"),
        ("max_minutes", "10", "max_minutes"),
        ("ahead_days", "0", "ahead_days"),
        ("release_after_minutes", "1", "release_after_minutes"),
        ("bookable_by", "nobody", "bookable_by"),
    ],
)
def test_a_wrong_hour_or_rule_is_named(
    make: Make, browse: Browser, sign_in: SignIn, field: str, value: str, named: str
) -> None:
    sign_in(make.operator())
    page = browse("/desk/rooms/new").submit(**{**NEW, field: value})
    assert page.status == 422
    assert page.all(f"//*[contains(@class,'error-summary')]//a[@href='#{named}']")


@pytest.mark.parametrize(
    ("bookable_by", "who"),
    [
        ("operators", {"operator"}),
        ("instructors", {"operator", "instructor"}),
        ("firms", {"operator", "instructor", "manager"}),
        ("everyone", {"operator", "instructor", "manager", "trainee"}),
    ],
)
def test_who_may_ask_for_a_room(
    make: Make, acting: Acting, bookable_by: str, who: set[str]
) -> None:
    people = {
        "operator": make.operator(),
        "instructor": make.instructor(),
        "manager": make.user(),
        "trainee": make.user(),
    }
    make.member(people["manager"], make.firm(), MembershipKind.manager)
    room = make.room(bookable_by=BookableBy(bookable_by))
    unused = make.room(bookable_by=BookableBy(bookable_by), active=False)
    with acting():
        assert {name for name, one in people.items() if policy.can_ask_for(one, room)} == who
        assert not any(policy.can_ask_for(one, unused) for one in people.values())


def test_pieces_are_fixed_or_movable(
    make: Make, acting: Acting, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    room = make.room("실습실")
    new = {"name": "협동로봇 1호", "code": "ROBOT-1", "place": str(room.id)}
    assert browse("/desk/equipment/new").submit(**new).status == 200
    page = browse("/desk/equipment/new").submit(name="3D 스캐너", code="SCAN-1")
    assert "이동식" in page.text
    assert "실습실" in page.text
    assert "협동로봇 1호" in browse(f"/classrooms/{room.code}").text
    with acting():
        fixed = db.session.scalars(select(Equipment).where(Equipment.code == "ROBOT-1")).one()
        assert queries.equipment_of(db.session.get_one(Room, room.id)) == [fixed]
        assert [piece.code for piece in queries.movable_equipment()] == ["SCAN-1"]
        number = fixed.id
    page = browse(f"/desk/equipment/{number}/edit").submit(place="", active=None)
    assert page.status == 200
    with acting():
        assert queries.equipment_of(db.session.get_one(Room, room.id)) == []
        assert [piece.code for piece in queries.movable_equipment()] == ["SCAN-1"]
        assert not queries.get_equipment(number).active


def test_a_number_is_given_to_one_piece(make: Make, browse: Browser, sign_in: SignIn) -> None:
    sign_in(make.operator())
    values = {"name": "스캐너", "code": "SCAN-1"}
    assert browse("/desk/equipment/new").submit(**values).status == 200
    again = browse("/desk/equipment/new").submit(**{**values, "name": "다른 스캐너"})
    assert again.status == 409
    assert "SCAN-1" in again.text
    assert again.all("//input[@name='name']/@value") == ["다른 스캐너"]


def test_the_academys_own_days(
    make: Make, acting: Acting, browse: Browser, sign_in: SignIn
) -> None:
    operator, room = sign_in(make.operator()), make.room()
    day = date(clock.today().year + 1, 3, 2)
    while day.weekday() >= 5 or queries_day_off(acting, day):
        day += timedelta(days=1)
    with acting():
        services.book(
            actor=operator,
            kind=BookingKind.internal,
            title="회의",
            owner=operator,
            room=db.session.get_one(Room, room.id),
            starts_at=clock.at(day, time(10)),
            ends_at=clock.at(day, time(11)),
        )
    page = browse(f"/desk/academy-days?year={day.year}")
    assert "삼일절" in page.text
    off = {"day": day.isoformat(), "name": "임시공휴일", "kind": "off"}
    page = page.submit("/desk/academy-days", **off)
    assert "겹치는 예약이 1건" in page.text
    with acting():
        assert queries.academy_days(day, day) == []
        assert db.session.scalars(select(Message)).all() == []
    page = page.submit("/desk/academy-days")
    assert "임시공휴일" in page.text
    assert "예약이 1건 있습니다" in page.text
    with acting():
        message = db.session.scalars(select(Message)).one()
        letter = compose(message.template, message.facts)
        assert message.user_id == operator.id
        assert "회의" in letter.text
        assert "임시공휴일" in letter.text
    with acting():
        assert queries.days_off_between(day, day) == {day: "임시공휴일"}
        assert queries.work_days(day, day).is_off(day)
    assert "임시공휴일" in browse(f"/offerings?month={day:%Y-%m}").text
    assert "임시공휴일" in browse(f"/classrooms?day={day.isoformat()}").text
    again = {"day": day.isoformat(), "name": "정상 운영", "kind": "worked"}
    assert "정상 운영" in browse("/desk/academy-days").submit("/desk/academy-days", **again).text
    with acting():
        assert queries.days_off_between(day, day) == {}
        assert len(queries.academy_days(day, day)) == 1
    page = browse(f"/desk/academy-days?year={day.year}").submit("/remove")
    assert "정상 운영" not in page.text
    with acting():
        assert queries.academy_days(day, day) == []


def queries_day_off(acting: Acting, day: date) -> bool:
    with acting():
        return bool(queries.days_off_between(day, day))


@pytest.mark.parametrize(("field", "value"), [("day", "x"), ("name", ""), ("kind", "x")])
def test_a_wrong_field_of_a_day_is_named(
    make: Make, browse: Browser, sign_in: SignIn, field: str, value: str
) -> None:
    sign_in(make.operator())
    values = {"day": "2027-03-05", "name": "휴무", "kind": "off", field: value}
    page = browse("/desk/academy-days").submit("/desk/academy-days", **values)
    assert page.status == 422
    links = page.all("//*[contains(@class,'error-summary')]//a/@href")
    assert [link.startswith(f"#{field}") for link in links] == [True]


@pytest.mark.parametrize("year", ["", "x", "0", "1999", "2200", "99999999999"])
def test_a_year_that_is_none_means_this_one(
    make: Make, browse: Browser, sign_in: SignIn, year: str
) -> None:
    sign_in(make.operator())
    assert f"{clock.today().year}년" in browse(f"/desk/academy-days?year={year}").text
