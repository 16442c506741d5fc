"""Proposals for days, hours and deadlines: tables of examples."""

from __future__ import annotations

from datetime import date, time

import pytest

from lms.catalogue import plan
from lms.catalogue.plan import Hours
from lms.classrooms.holidays import is_off
from lms.core import clock

LUNCH = (time(12), time(13))


@pytest.mark.parametrize(
    ("today", "days", "first", "last"),
    [
        (date(2026, 11, 22), 1, date(2026, 12, 21), date(2026, 12, 21)),  # Sunday → Monday
        (date(2026, 11, 22), 3, date(2026, 12, 21), date(2026, 12, 23)),
        (date(2026, 11, 22), 5, date(2027, 1, 4), date(2027, 1, 8)),  # Christmas, New Year
        (date(2026, 11, 26), 2, date(2026, 12, 28), date(2026, 12, 29)),  # not over a weekend
        (date(2027, 1, 8), 2, date(2027, 2, 10), date(2027, 2, 11)),  # after 설날 and its Tuesday
        (date(2026, 11, 22), 7, date(2026, 12, 21), date(2026, 12, 30)),  # long ones go on after
    ],
)
def test_days(today: date, days: int, first: date, last: date) -> None:
    proposed = plan.dates(today, days, is_off)
    assert (proposed.starts_on, proposed.ends_on) == (first, last)


def test_deadlines_come_before_the_first_day() -> None:
    proposed = plan.dates(date(2026, 11, 22), 1, is_off)
    assert proposed.enrol_from == clock.at(date(2026, 11, 23), time(9))
    assert proposed.enrol_until == clock.at(date(2026, 12, 14), time(18))
    assert proposed.cancel_until == clock.at(date(2026, 12, 18), time(18))


@pytest.mark.parametrize(
    ("hours", "days", "proposed"),
    [
        (8, 1, Hours(time(9), time(18), *LUNCH)),
        (16, 2, Hours(time(9), time(18), *LUNCH)),
        (40, 5, Hours(time(9), time(18), *LUNCH)),
        (14, 2, Hours(time(9), time(17), *LUNCH)),
        (7, 1, Hours(time(9), time(17), *LUNCH)),
        (4, 1, Hours(time(14), time(18))),
        (8, 2, Hours(time(14), time(18))),
        (3, 1, Hours(time(15), time(18))),
        (20, 1, Hours(time(9), time(22), *LUNCH)),
    ],
)
def test_hours(hours: int, days: int, proposed: Hours) -> None:
    assert plan.hours(hours, days) == proposed


def test_open_days_leave_out_taken_days_weekends_and_holidays() -> None:
    taken = {date(2026, 12, 24)}
    days = plan.open_days(date(2026, 12, 24), date(2026, 12, 29), taken, is_off)
    assert days == [date(2026, 12, 28), date(2026, 12, 29)]
