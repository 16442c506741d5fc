"""The share of working time taken: by room, weekday and month, as page and for Excel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from lms.classrooms.models import (
    AcademyDay,
    Booking,
    BookingKind,
    Closure,
    ClosureKind,
    Occurrence,
    OccurrenceStatus,
    RoomHours,
)
from lms.core import clock
from lms.core.db import db
from tests.counting import statements

MONDAY = date(2027, 3, 8)


def at(day: date, hour: float) -> datetime:
    return clock.at(day, time()) + timedelta(hours=hour)


@pytest.fixture(autouse=True)
def in_march() -> Iterator[None]:
    with clock.frozen(at(MONDAY, 9)):
        yield


@pytest.fixture
def room(make):
    """Open on Mondays and Tuesdays from 9 to 19: ten hours."""
    hours = [RoomHours(weekday=n, opens_at=540, closes_at=1140) for n in (0, 1)]
    return make.room("실습실", hours=hours)


@pytest.fixture
def use(acting, room):
    def use(day: date, start: float, end: float, status: str = "confirmed") -> None:
        with acting():
            booking = Booking(kind=BookingKind.internal, title="x", created_at=clock.now())
            times = {
                "starts_at": at(day, start),
                "ends_at": at(day, end),
                "blocked_from": at(day, start - 1),
                "blocked_until": at(day, end + 1),
            }
            status_ = OccurrenceStatus(status)
            db.session.add(Occurrence(booking=booking, room_id=room.id, status=status_, **times))

    return use


def shares(page, caption: str) -> dict[str, str]:
    """Row headings and percents of the table with a caption."""
    rows = page.all(f"//table[caption='{caption}']//tbody/tr")
    return {
        "".join(row.xpath("./th")[0].itertext()).strip(): "".join(
            row.xpath(".//td//strong")[0].itertext()
        )
        for row in rows
    }


def test_only_confirmed_uses_within_working_time_count(browse, make, sign_in, use):
    use(MONDAY, 8, 14)  # one hour before the room opens
    use(MONDAY, 15, 17, "provisional")
    use(MONDAY, 17, 18, "cancelled")
    sign_in(make.operator())
    page = browse("/desk/occupancy?from=2027-03&until=2027-03")
    # Five Mondays and five Tuesdays, of which March 1 is a holiday: nine days of ten hours.
    assert shares(page, "강의실별 이용률") == {"실습실": "6%"}
    assert shares(page, "월별 이용률") == {"2027년 3월": "6%"}
    assert shares(page, "요일별 이용률") == {"월": "13%", "화": "0%"}


def test_closures_and_days_off_are_no_working_time(browse, make, acting, sign_in, room, use):
    use(MONDAY, 9, 14)
    with acting():
        db.session.add(AcademyDay(day=MONDAY + timedelta(days=7), name="개원 기념일", is_off=True))
        db.session.add(
            Closure(
                room_id=room.id,
                starts_at=at(MONDAY + timedelta(days=1), 0),
                ends_at=at(date(2027, 4, 1), 0),
                reason="공사",
                kind=ClosureKind.maintenance,
                created_at=clock.now(),
            )
        )
    sign_in(make.operator())
    page = browse("/desk/occupancy?from=2027-03&until=2027-03")
    # What is left: Tuesday the 2nd and Monday the 8th.
    assert shares(page, "강의실별 이용률") == {"실습실": "25%"}


def test_a_range_that_is_none_is_answered_with_a_sentence(browse, make, sign_in, room):
    sign_in(make.operator())
    for query, words in (
        ("from=2027-04&until=2027-03", "늦을 수 없습니다"),
        ("from=2010-01&until=2027-03", "36개월"),
    ):
        assert words in browse(f"/desk/occupancy?{query}", status=422).text
    browse("/desk/occupancy?from=x&until=2027-99")


def test_without_hours_there_is_nothing_to_count(browse, make, sign_in):
    sign_in(make.operator())
    make.room(hours=[])
    assert "운영 시간이 없습니다" in browse("/desk/occupancy").text


def test_for_excel(client, make, sign_in, use):
    use(MONDAY, 9, 14)
    sign_in(make.operator())
    answer = client.get("/desk/occupancy.xlsx?from=2027-03&until=2027-04")
    assert "occupancy-2027-03-2027-04.xlsx" in answer.headers["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0][4:] == ["운영 시간", "이용 시간", "이용률(%)"]
    found = {(row[2], row[3]): row[4:] for row in rows[1:]}
    assert found["2027-03", "월"] == [40, 5, 13]
    assert found["2027-04", "화"] == [40, 0, 0]
    assert found["2027-03", "토"][0] == 0


def test_it_asks_three_queries_however_long(client, make, sign_in, use):
    use(MONDAY, 9, 14)
    sign_in(make.operator())
    counts = []
    for first in ("2027-03", "2025-01"):
        with statements() as sent:
            client.get(f"/desk/occupancy?from={first}&until=2027-03")
        counts.append(len([one for one in sent if "SELECT" in one and "rooms" in one]))
        counts.append(len([one for one in sent if "occurrences" in one]))
    assert counts == [1, 1, 1, 1]


def test_the_month_shows_shares_and_the_day_its_closures(browse, make, acting, sign_in, room, use):
    use(MONDAY, 9, 14)
    with acting():
        db.session.add(
            Closure(
                floor=room.floor,
                starts_at=at(MONDAY, 16),
                ends_at=at(MONDAY, 18),
                reason="소방 점검",
                kind=ClosureKind.other,
                created_at=clock.now(),
            )
        )
    page = browse("/classrooms?view=month&day=2027-03-31")
    cells = [" ".join("".join(c.itertext()).split()) for c in page.all("//tbody/tr[1]/td")]
    assert cells[7] == "2027년 3월 8일 (월) 63%"
    assert cells[1] == "2027년 3월 2일 (화) 0%"
    assert cells[0].endswith("이용 불가")  # 3·1절
    assert "이용 불가: 소방 점검" in browse(f"/classrooms?day={MONDAY}").text
    assert "소방 점검" in browse(f"/classrooms?view=week&day={MONDAY}").text
    assert "삼일절" in browse("/classrooms?day=2027-03-01").text


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_the_timetable_asks_three_queries(browse, make, use, view):
    make.session(make.offering(starts_on=MONDAY))
    use(MONDAY, 9, 14)
    with statements() as sent:
        browse(f"/classrooms?view={view}&day={MONDAY}")
    assert len([one for one in sent if one.lstrip().startswith("SELECT")]) == 3


def test_operators_see_titles_free_times_and_the_ways_to_move(browse, make, sign_in, room, use):
    use(MONDAY, 12, 14)
    sign_in(make.operator())
    page = browse(f"/desk/timetable?day={MONDAY}")
    assert "x" in [e.text for e in page.all("//span[@class='slot-title']")]
    assert any(link.endswith("/move") for link in page.links())
    free = [link for link in page.links() if link.startswith("/desk/bookings/new?")]
    assert [link.split("from=")[1] for link in free] == [
        "2027-03-08T09:00&until=2027-03-08T11:00",
        "2027-03-08T15:00&until=2027-03-08T19:00",
    ]
    assert f"room={room.code}" in free[0]
    week = browse(f"/desk/timetable?view=week&day={MONDAY}")
    assert any(link.startswith("/desk/bookings/new?") for link in week.links())


def test_visitors_are_offered_neither(browse, room, use):
    use(MONDAY, 12, 14)
    page = browse(f"/classrooms?day={MONDAY}")
    assert not any("/move" in link or "/desk" in link for link in page.links())
    assert "x" not in [e.text for e in page.all("//span[@class='slot-title']")]
