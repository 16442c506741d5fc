"""Finding a room: what fits, and what is near; the page asks three queries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.classrooms import services
from lms.classrooms.finding import Candidate, Found, Offer, Piece, Short, Wanted, search
from lms.classrooms.models import (
    BookableBy,
    BookingKind,
    Closure,
    ClosureKind,
    Equipment,
    EquipmentUse,
    Room,
)
from lms.core import clock
from lms.core.db import db
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser, Page

Acting = Callable[[], AbstractContextManager[None]]
DAY = date(2027, 3, 9)


def at(hours: float, day: int = 0) -> datetime:
    return clock.at(DAY, time()) + timedelta(days=day, hours=hours)


def room(code: str, seats: int, *free: tuple[float, float], has: str = "") -> Candidate:
    spans = [(at(start), at(end)) for start, end in free]
    return Candidate(code, seats, frozenset(has.split()), spans)


def look(*rooms: Candidate, people: int = 1, needs: str = "", pieces=(), days: int = 0) -> Found:
    wanted = Wanted(at(10), at(12), people, frozenset(needs.split()))
    return search(wanted, rooms, pieces, days)


def test_the_smallest_room_that_suffices_comes_first():
    found = look(
        room("big", 40, (9, 18)), room("mid", 20, (9, 12)), room("tiny", 4, (9, 18)), people=9
    )
    assert found == Found(["mid", "big"], (), (), ())


def test_a_room_must_be_free_all_the_time():
    assert look(room("a", 9, (9, 11.5)), room("b", 9, (10.5, 18))).fitting == ()


def test_near_hours_come_nearest_first_and_the_earlier_of_two():
    found = look(room("a", 9, (8, 11), (11.5, 15)))
    assert [(o.starts_at, o.code) for o in found.other_hours] == [
        (at(9), "a"),
        (at(8.5), "a"),
        (at(11.5), "a"),
        (at(8), "a"),
    ]


def test_other_days_keep_the_hour():
    free = Candidate("a", 9, frozenset(), [(at(9, day=2), at(18, day=2))])
    found = look(free, days=3)
    assert found.other_days == [Offer("a", at(10, day=2), at(12, day=2))]
    assert found.other_hours == []


def test_a_room_that_misses_something_says_what():
    found = look(room("a", 9, (9, 18)), people=12, needs="robot")
    assert found.short == [Short("a", 3, ("robot",))]


def test_equipment_stands_in_the_room_or_is_brought():
    fixed, bare = room("fixed", 9, (9, 18), has="robot"), room("bare", 8, (9, 18))
    away = Piece("robot", [(at(11), at(13))])
    assert look(fixed, bare, needs="robot", pieces=[away]).fitting == ["fixed"]
    there = Piece("robot", [(at(12), at(13))])
    assert look(fixed, bare, needs="robot", pieces=[away, there]).fitting == ["bare", "fixed"]
    assert [o.starts_at for o in look(bare, needs="robot", pieces=[away]).other_hours] == [
        at(9),
        at(13),
        at(13.5),
        at(14),
    ]


quarters = st.integers(0, 24 * 4)


@given(
    st.lists(st.tuples(st.integers(1, 40), st.tuples(quarters, quarters)), max_size=5),
    st.integers(1, 40),
)
def test_whatever_is_offered_is_free_and_big_enough(raw, people):
    rooms = {
        str(n): room(str(n), seats, (start / 4, end / 4))
        for n, (seats, (start, end)) in enumerate(raw)
    }
    found = look(*rooms.values(), people=people, days=2)
    offers = [Offer(code, at(10), at(12)) for code in found.fitting]
    for offer in [*offers, *found.other_hours, *found.other_days]:
        assert rooms[offer.code].is_free(offer.starts_at, offer.ends_at)
        assert rooms[offer.code].seats >= people


# --- the page ------------------------------------------------------------------------------------


def found_rooms(page: Page) -> list[str]:
    return [
        "".join(each.itertext()).strip() for each in page.all("//li[@class='found-room']//h3/a")
    ]


def ask(browse: Browser, query: str = "") -> Page:
    with clock.frozen(clock.at(DAY, time(8))):
        return browse(f"/classrooms/find?day={DAY}&from=10:00&minutes=120{query}")


def book(acting: Acting, make: Make, room: Room, start: float, end: float) -> int:
    operator = make.operator()
    with clock.frozen(clock.at(DAY, time(7))), acting():
        return services.book(
            actor=operator,
            kind=BookingKind.internal,
            title="회의",
            owner=operator,
            room=db.session.get_one(Room, room.id),
            starts_at=at(start),
            ends_at=at(end),
        ).id


def test_rooms_that_are_taken_closed_or_too_small_are_left_out(make, acting, browse):
    taken, closed = make.room("쓰는 방"), make.room("닫힌 방")
    make.room("작은 방", capacity=5)
    make.room("빈 방")
    book(acting, make, taken, 11, 13)
    with acting():
        db.session.add(
            Closure(
                room_id=closed.id,
                starts_at=at(9),
                ends_at=at(11),
                reason="점검",
                kind=ClosureKind.maintenance,
                created_at=clock.now(),
            )
        )
    assert found_rooms(ask(browse, "&people=6")) == ["빈 방"]


def test_buffers_of_both_uses_keep_them_apart(make, acting, browse):
    made = make.room("방", buffer_before=10, buffer_after=20)
    book(acting, make, made, 12.25, 13)
    page = ask(browse)
    assert found_rooms(page) == []
    assert "09:30–11:30" in page.text


def test_a_movable_piece_that_is_elsewhere_is_not_there(make, acting, browse):
    first, _ = make.room("첫째"), make.room("둘째")
    booked = book(acting, make, first, 9, 18)
    with acting():
        piece = Equipment(code="R-1", name="로봇", note="")
        db.session.add(piece)
        db.session.flush()
        use = EquipmentUse(
            occurrence_id=booked,
            equipment_id=piece.id,
            blocked_from=at(9),
            blocked_until=at(18),
            status="confirmed",
        )
        db.session.add(use)
    assert found_rooms(ask(browse)) == ["둘째"]
    page = ask(browse, "&equipment=로봇")
    assert found_rooms(page) == []
    assert "로봇 없음" in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("&people=31", "30명까지"),
        ("&day=2027-03-01", "이미 지난"),
        ("&layout=practice", "0명까지"),
    ],
)
def test_what_can_never_be_is_said(make, browse, query, sentence):
    make.room()
    with clock.frozen(clock.at(DAY, time(8))):
        asked = f"day={DAY}&from=10:00{query}" if "day" not in query else query[1:]
        assert sentence in browse(f"/classrooms/find?{asked}").text


def test_a_holiday_is_named(make, browse):
    make.room()
    with clock.frozen(clock.at(DAY, time(8))):
        assert "어린이날" in browse("/classrooms/find?day=2027-05-05&from=10:00").text


@pytest.mark.parametrize(
    "query",
    ["day=x&from=99:99&minutes=-1&people=-5&layout=sofa", "people=9999999999&from=10:00%2B09:00"],
)
def test_nonsense_asks_for_something_sound(make, browse, query):
    make.room()
    browse(f"/classrooms/find?{query}")


def test_an_operator_books_what_was_found(make, browse, sign_in):
    found = make.room("빈 방")
    sign_in(make.operator())
    links = ask(browse, "&people=7").links()
    wish = f"room={found.code}&from={DAY}T10:00&until={DAY}T12:00"
    assert f"/desk/bookings/new?{wish}" in links


def test_finding_asks_three_queries(make, acting, browse):
    for _ in range(3):
        book(acting, make, make.room(), 10, 12)
    with statements() as sent:
        ask(browse, "&people=3")
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 3


def test_others_ask_for_it_or_read_why_not(make, browse, sign_in):
    make.room("늦은 방", code="301", ask_by_hours=72)
    make.room("열린 방", code="302", ask_by_hours=1)
    make.room("운영자 방", code="303", bookable_by=BookableBy.operators)
    sign_in(make.instructor())
    page = ask(browse)
    asked = [link for link in page.links() if "/request" in link]
    assert asked == [f"/classrooms/302/request?from={DAY}T10:00&until={DAY}T12:00"]
    assert "3일 전" in page.text
    assert "아카데미만" in page.text


def test_free_times_in_the_timetable_lead_those_who_may_ask_to_the_form(make, browse, sign_in):
    room = make.room(ask_by_hours=4, max_minutes=180)
    with clock.frozen(clock.at(DAY, time(8))):
        assert not [x for x in browse(f"/classrooms?day={DAY}").links() if "/request" in x]
        sign_in(make.instructor())
        for page in (browse(f"/classrooms?day={DAY}"), browse(f"/classrooms/{room.code}")):
            asked = [link for link in page.links() if "/request?" in link]
            assert f"/classrooms/{room.code}/request?from={DAY}T12:00&until={DAY}T15:00" in asked
        sign_in(make.user())
        assert not [x for x in browse(f"/classrooms?day={DAY}").links() if "/request" in x]


@pytest.mark.parametrize(
    ("day", "hour", "shown"),
    [
        (date(2026, 12, 1), time(8), ("2026-12-01", "09:00")),
        (date(2026, 12, 1), time(10, 10), ("2026-12-01", "10:30")),
        (date(2026, 12, 1), time(20), ("2026-12-02", "09:00")),
        (date(2026, 12, 4), time(17), ("2026-12-07", "09:00")),
        (date(2026, 12, 25), time(10), ("2026-12-28", "09:00")),
    ],
)
def test_a_search_that_names_no_time_begins_soon_within_working_hours(
    make, browse, day, hour, shown
):
    make.room()
    with clock.frozen(clock.at(day, hour)):
        page = browse("/classrooms/find")
    values = tuple(page.all(f"//main//input[@name='{name}']/@value")[0] for name in ("day", "from"))
    assert values == shown
