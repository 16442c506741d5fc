"""Why a room is closed at a time, and which days are worked."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from lms.classrooms.closed import closed_by
from lms.classrooms.holidays import OwnDay, WorkDays
from lms.classrooms.models import Closure, ClosureKind
from lms.classrooms.year import months_of
from lms.core import clock
from lms.core.gate import Gate

DAY, NEXT = date(2026, 12, 1), date(2026, 12, 2)
CHRISTMAS = date(2026, 12, 25)


def at(hour: int, day: date = DAY) -> datetime:
    return clock.at(day, time(hour))


def closure(room_id: int | None = None, floor: int | None = None) -> Closure:
    return Closure(
        room_id=room_id,
        floor=floor,
        starts_at=at(12),
        ends_at=at(15),
        reason="점검",
        kind=ClosureKind.maintenance,
    )


@pytest.mark.parametrize(
    ("start", "end", "closed"),
    [(9, 12, False), (9, 13, True), (13, 14, True), (14, 18, True), (15, 18, False), (9, 18, True)],
)
def test_a_closure_closes_what_it_meets(app: Gate, start: int, end: int, closed: bool) -> None:
    with app.test_request_context():
        reason = closed_by([closure(room_id=7)], {}, 7, 1, at(start), at(end))
    assert (reason is not None) is closed
    assert closed is ("점검" in (reason or ""))


@pytest.mark.parametrize(
    ("room_id", "floor", "closed"),
    [(None, None, True), (None, 2, True), (None, 1, False), (7, None, True), (8, None, False)],
)
def test_which_rooms_it_closes(
    app: Gate, room_id: int | None, floor: int | None, closed: bool
) -> None:
    with app.test_request_context():
        reason = closed_by([closure(room_id, floor)], {}, 7, 2, at(12), at(13))
    assert (reason is not None) is closed


def test_a_day_off_closes_every_room(app: Gate) -> None:
    off = {CHRISTMAS: "기독탄신일"}
    with app.test_request_context():
        assert "기독탄신일" in (closed_by([], off, 7, 2, at(9, CHRISTMAS), at(10, CHRISTMAS)) or "")
        eve = date(2026, 12, 24)
        assert closed_by([], off, 7, 2, at(9, eve), clock.day_bounds(CHRISTMAS)[0]) is None
        assert closed_by([], off, 7, 2, at(9, eve), at(1, CHRISTMAS)) is not None


@pytest.mark.parametrize(
    ("day", "off", "name"),
    [
        (date(2026, 12, 24), False, None),
        (CHRISTMAS, True, "기독탄신일"),
        (date(2026, 12, 26), True, None),
        (date(2026, 12, 28), True, "임시공휴일"),
        (date(2026, 12, 19), False, None),
        (date(2027, 1, 1), False, None),
    ],
)
def test_the_academys_word_counts_before_the_calendar(
    day: date, off: bool, name: str | None
) -> None:
    days = WorkDays(
        {
            date(2026, 12, 28): OwnDay("임시공휴일", is_off=True),
            date(2026, 12, 19): OwnDay("토요일 수업", is_off=False),
            date(2027, 1, 1): OwnDay("신정에도 운영", is_off=False),
        }
    )
    assert days.is_off(day) is off
    assert days.day_off(day) == name


def test_days_off_of_a_span_are_named_and_weekends_are_not_in_it() -> None:
    days = WorkDays({date(2026, 12, 28): OwnDay("임시공휴일", is_off=True)})
    found = days.days_off(date(2026, 12, 24), date(2027, 1, 3))
    assert list(found) == [CHRISTMAS, date(2026, 12, 28), date(2027, 1, 1)]


def test_a_year_has_every_day_once() -> None:
    months = months_of(2028, WorkDays({DAY: OwnDay("개원기념일", is_off=True)}), DAY)
    days = [day.on for m in months for week in m.weeks for day in week if day.in_month]
    assert len(days) == len(set(days)) == 366
    assert all(len(week) == 7 for month in months for week in month.weeks)
