"""Days as calendars show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from lms.catalogue import calendar
from lms.core import clock
from lms.core.gate import Gate
from lms.jobs.registry import routines

NOW = clock.at(date(2026, 12, 24), time(9))


@pytest.fixture(autouse=True)
def in_a_request(app: Gate) -> Iterator[None]:
    """Words need a reader, days need a today."""
    with app.test_request_context(), clock.frozen(NOW):
        yield


@pytest.mark.parametrize(
    ("month", "first", "weeks"),
    [
        (date(2026, 11, 1), date(2026, 11, 1), 5),  # begins on a Sunday
        (date(2026, 12, 1), date(2026, 11, 29), 5),
        (date(2027, 2, 1), date(2027, 1, 31), 5),
        (date(2027, 5, 1), date(2027, 4, 25), 6),
        (date(2026, 2, 1), date(2026, 2, 1), 4),  # four whole weeks
    ],
)
def test_a_month_is_whole_weeks_from_sunday(month: date, first: date, weeks: int) -> None:
    shown = calendar.weeks(month, {}, {})
    assert calendar.first_shown(month) == first
    assert len(shown) == weeks
    assert all(len(week) == 7 for week in shown)
    assert sum(day["in_month"] for week in shown for day in week) >= 28
    assert shown[-1][0]["in_month"], "no week without a day of the month"


def test_a_day_knows_rest_holiday_and_today() -> None:
    off = {date(2026, 12, 25): "기독탄신일"}
    shown = calendar.weeks(date(2026, 12, 1), {}, off)
    days = {day["label"]: day for week in shown for day in week}
    assert days["2026년 12월 24일 (목)"]["today"]
    assert days["2026년 12월 25일 (금)"]["holiday"] == "기독탄신일"
    assert days["2026년 12월 26일 (토)"]["rest"] == "sat"
    assert days["2026년 12월 27일 (일)"]["rest"] == "sun"
    assert days["2026년 12월 28일 (월)"]["rest"] is None


def test_items_stand_on_their_day() -> None:
    day = date(2026, 12, 8)
    found = calendar.weeks(date(2026, 12, 1), {day: ["과정"]}, {})
    assert [each["day"] for week in found for each in week if each["items"]] == [8]


def test_the_strip_names_each_month_once() -> None:
    days = calendar.strip(date(2026, 12, 24), {date(2026, 12, 28): [1, 2]}, {})
    assert [day["month"] for day in days if day["month"]] == ["12월", "1월"]
    assert [day["count"] for day in days if day["count"]] == [2]
    assert days[0]["href"] == "/offerings?day=2026-12-24"
    assert calendar.weekdays() == ["일", "월", "화", "수", "목", "금", "토"]


def test_the_worker_knows_the_routine() -> None:
    routines["catalogue.advance_offerings"]()
