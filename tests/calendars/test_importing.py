"""A calendar file at the desk: uploaded, looked at, chosen, booked; twice is once."""

from __future__ import annotations

import io
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.calendars.placing import room_for
from lms.classrooms import services as classrooms
from lms.classrooms.models import Booking, BookingKind, Occurrence, OccurrenceStatus, Room
from lms.classrooms.preview import Placement
from lms.core import clock
from lms.core.db import db
from tests.counting import statements


def file(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n" for one in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()


def event(uid: str, days: int, hours: tuple[int, int] = (9, 10), place: str = "201", *more: str):
    """An event so many days from now."""
    day = f"{clock.today() + timedelta(days=days):%Y%m%d}"
    start, end = (f"{day}T{hour:02d}0000" for hour in hours)
    lines = [f"UID:{uid}", f"SUMMARY:회의 {uid}", f"LOCATION:{place}"]
    return "\r\n".join([*lines, f"DTSTART:{start}", f"DTEND:{end}", *more])


@pytest.fixture
def room(make):
    return make.room("제2강의실", code="201")


@pytest.fixture
def upload(make, sign_in, browse, room):
    """Send a file as an operator and see what stands in it."""
    sign_in(make.operator())

    def upload(content: bytes):
        form = browse("/desk/calendar-imports").form()
        token = form.xpath(".//input[@name='csrf_token']/@value")[0]
        sent = {"csrf_token": token, "file": (io.BytesIO(content), "일정.ics")}
        return browse.post("/desk/calendar-imports", sent)

    return upload


def states(page) -> list[str]:
    """The last cell of each row."""
    rows = page.all("//main//tbody/tr")
    return [" ".join("".join(row.xpath("./td[last()]")[0].itertext()).split()) for row in rows]


def booked(acting) -> list[tuple[str, str]]:
    with acting():
        found = db.session.scalars(
            select(Occurrence).join(Booking).filter(Booking.kind == BookingKind.internal)
        ).all()
        return sorted((one.booking.title, one.room.code) for one in found if one.is_live)


def test_free_events_are_chosen_and_booked(acting, upload):
    page = upload(file(event("a", 3), event("b", 4, (14, 16), "본관 201호")))
    assert states(page) == ["비어 있음", "비어 있음"]
    assert booked(acting) == []
    page = page.submit(book="1")
    assert booked(acting) == [("회의 a", "201"), ("회의 b", "201")]
    assert "2건을 예약했습니다" in page.text


def test_each_event_says_what_stands_against_it(make, acting, upload, room):
    taken = make.session(make.offering(), room=room, day=clock.today() + timedelta(days=3))
    with acting():
        classrooms.close_rooms(
            actor=db.session.scalars(select(User)).first(),
            values=classrooms.ClosureValues(
                room_id=room.id,
                starts_at=clock.at(clock.today() + timedelta(days=5), time()),
                ends_at=clock.at(clock.today() + timedelta(days=6), time()),
                reason="바닥 공사",
            ),
        )
    page = upload(file(event("a", 3), event("b", 5), event("c", 6), "UID:d\r\nSUMMARY:망가진 일정"))
    assert taken.id
    first, second, third = states(page)
    assert first.startswith("사용 중") or "예약" in first
    assert "바닥 공사" in second
    assert third == "비어 있음"
    assert "망가진 일정" in page.text
    assert "시작 시각이 없습니다" in page.text
    assert len(page.all("//input[@type='checkbox' and @name='time']")) == 1


def test_a_recurring_event_becomes_one_booking(acting, upload):
    page = upload(file(event("a", 3, (9, 10), "201", "RRULE:FREQ=DAILY;COUNT=5")))
    page.submit(book="1")
    with acting():
        booking = db.session.scalars(select(Booking)).one()
        assert len(booking.occurrences) == 5


def test_the_same_file_again_books_nothing_twice(acting, upload):
    content = file(event("a", 3), event("b", 4))
    page = upload(content)
    page.submit(book="1", time=["0"])
    assert booked(acting) == [("회의 a", "201")]
    again = upload(content)
    assert states(again) == ["이미 가져옴", "비어 있음"]
    again.submit(book="1")
    assert len(booked(acting)) == 2
    with acting():
        operator = db.session.scalars(select(User)).first()
        occurrence = db.session.scalars(select(Occurrence).order_by(Occurrence.id)).first()
        classrooms.cancel_occurrence(actor=operator, occurrence=occurrence, reason="x")
    assert states(upload(content)) == ["비어 있음", "이미 가져옴"]


def test_a_place_that_names_no_room_can_be_given_one(make, acting, upload, room):
    make.room("회의실", code="B1")
    page = upload(file(event("a", 3, (9, 10), "어딘가"), event("b", 4, (9, 10), "어딘가")))
    assert states(page) == ["강의실을 정해 주십시오"] * 2
    page = page.submit(check="1", **{"place-0": "B1"})
    assert states(page) == ["비어 있음"] * 2
    page.submit(book="1")
    assert booked(acting) == [("회의 a", "B1"), ("회의 b", "B1")]


def test_a_refused_step_books_nothing_of_it(make, acting, upload, room):
    page = upload(file(event("a", 3), event("b", 4)))
    make.session(make.offering(), room=room, day=clock.today() + timedelta(days=4))
    answer = page.submit(book="1")
    assert answer.status == 409
    assert booked(acting) == []
    empty = page.submit(book="1", time=None)
    assert empty.status == 409


def test_requests_are_pushed_out_only_when_confirmed(make, acting, upload, room):
    asker, start = make.user(), clock.at(clock.today() + timedelta(days=3), time(9))
    with acting():
        classrooms.book_series(
            actor=db.session.get_one(User, asker.id),
            kind=BookingKind.request,
            owner=db.session.get_one(User, asker.id),
            details=classrooms.BookingDetails("품질 회의"),
            placements=[
                Placement(db.session.get_one(Room, room.id), start, start + timedelta(hours=1))
            ],
            status=OccurrenceStatus.provisional,
        )
    page = upload(file(event("a", 3)))
    assert not page.all("//input[@name='time' and @checked]")
    page = page.submit(book="1", time=["0"])
    assert page.status == 409
    page.submit(book="1", push_out="1")
    assert booked(acting) == [("회의 a", "201")]


def test_what_is_no_calendar_is_answered_at_the_field(upload):
    page = upload(b"%PDF-1.7")
    assert page.status == 422
    assert "달력 파일이 아닙니다" in page.text


def test_a_large_file_takes_as_few_queries_as_a_small_one(upload, client):
    pages = {
        count: upload(file(*[event(f"e{n}", n + 1) for n in range(count)])) for count in (2, 60)
    }
    counts = {}
    for count, page in pages.items():
        with statements() as sent:
            client.get(page.path)
        counts[count] = len(sent)
    assert counts[60] == counts[2]


class Named:
    def __init__(self, code: str, name: str, name_en: str = "") -> None:
        self.code, self.name, self.name_en = code, name, name_en


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("201", "201"),
        ("201호", "201"),
        ("벤처지원동 201호", "201"),
        ("제2강의실", "201"),
        ("벤처지원동 2층 제 2 강의실", "201"),
        ("Lecture Room 2", "201"),
        ("room 202, floor 2", "202"),
        ("1201", None),
        ("2010호", None),
        ("201 또는 202", None),
        ("서울 본사", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_place_names_one_room_or_none(place, expected):
    rooms = [
        Named("201", "제2강의실", "Lecture room 2"),
        Named("202", "제3강의실", "Lecture room 3"),
    ]
    assert room_for(place, rooms) == expected
