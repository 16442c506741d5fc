"""Teaching days around any today, and plans that fit on every day of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.accounts.models import User
from lms.catalogue.models import Course, SyllabusUnit
from lms.classrooms.holidays import is_off
from lms.classrooms.models import Room
from lms.core import clock
from lms.demo.days import teaching_day, teaching_days
from lms.demo.plans import Kind, Plan, blocks, plans
from lms.demo.tables import rows

TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)
CHUSEOK = date(2026, 9, 25)


@pytest.mark.parametrize(
    ("today", "number", "day"),
    [
        (TUESDAY, 0, TUESDAY),
        (TUESDAY, 1, date(2026, 11, 25)),
        (TUESDAY, 4, date(2026, 11, 30)),
        (TUESDAY, -1, date(2026, 11, 23)),
        (TUESDAY, -2, date(2026, 11, 20)),
        (SATURDAY, 0, SATURDAY),
        (SATURDAY, 1, date(2026, 11, 30)),
        (SATURDAY, -1, date(2026, 11, 27)),
        (CHUSEOK, -1, date(2026, 9, 23)),
        (CHUSEOK, 1, date(2026, 9, 28)),
    ],
)
def test_days_are_counted_without_weekends_and_holidays(
    today: date, number: int, day: date
) -> None:
    assert teaching_day(today, number) == day


def test_days_of_an_offering_follow_one_another() -> None:
    assert teaching_days(TUESDAY, -1, 3) == [date(2026, 11, 23), TUESDAY, date(2026, 11, 25)]


def planned(today: date) -> list[Plan]:
    """All plans of a day, on courses and rooms that no database knows."""
    units: dict[str, list[SyllabusUnit]] = {}
    for row in rows("units"):
        unit = SyllabusUnit(title=row["title"], hours=int(row["hours"]))
        units.setdefault(row["course"], []).append(unit)
    courses = {
        row["code"]: Course(
            code=row["code"],
            hours=int(row["hours"]),
            days=int(row["days"]),
            units=units[row["code"]],
        )
        for row in rows("courses")
    }
    rooms = {
        row["code"]: Room(code=row["code"], capacity=int(row["capacity"])) for row in rows("rooms")
    }
    people = {row["email"]: User(email=row["email"]) for row in rows("people")}
    return plans(today, courses, rooms, people)


@pytest.mark.parametrize("start", [date(2026, month, 1) for month in range(1, 13)])
def test_plans_fit_on_every_day_of_the_year(start: date) -> None:
    for day in range(31):
        today = start + timedelta(days=day)
        now = clock.day_bounds(today)[0]
        found = planned(today)
        room_days = [(plan.room.code, on) for plan in found for on in plan.days]
        assert len(room_days) == len(set(room_days)), today
        teaching = [
            (who.email, on) for plan in found for on in plan.days for who in plan.instructors
        ]
        assert len(teaching) == len(set(teaching)), today
        for plan in found:
            assert_sound(plan, today)
            if plan.kind in (Kind.open, Kind.approval):
                assert plan.moments.enrol_from < now < plan.moments.enrol_until, (today, plan)


def assert_sound(plan: Plan, today: date) -> None:
    moments = plan.moments
    assert moments.created < moments.published
    assert moments.published < clock.day_bounds(today)[0]
    assert moments.enrol_from < moments.enrol_until < blocks(plan)[0].starts_at, (today, plan)
    assert moments.cancel_until < blocks(plan)[0].starts_at
    assert plan.seats <= plan.room.capacity
    assert all(day == today or not is_off(day) for day in plan.days)


def test_each_day_of_class_is_about_something() -> None:
    for plan in planned(TUESDAY):
        assert all(block.topic for block in blocks(plan)), plan.course.code
