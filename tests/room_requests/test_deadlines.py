"""By when, until when, from when: examples."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lms.core.clock import SEOUL
from lms.room_requests.deadlines import cancel_until, may_check_in, release_at, reply_by

TEN = datetime(2026, 12, 1, 10, 0, tzinfo=SEOUL)
NOON = TEN + timedelta(hours=2)
HOLIDAY = date(2026, 12, 25)  # a Friday


@pytest.mark.parametrize(
    ("asked_on", "answered_on"),
    [
        (date(2026, 12, 7), date(2026, 12, 10)),  # Monday: Thursday
        (date(2026, 12, 9), date(2026, 12, 14)),  # Wednesday: the weekend does not count
        (date(2026, 12, 12), date(2026, 12, 16)),  # Saturday: counted from Monday on
        (date(2026, 12, 22), date(2026, 12, 28)),  # Christmas does not count either
    ],
)
def test_three_working_days(asked_on, answered_on):
    assert reply_by(asked_on, lambda day: day.weekday() >= 5 or day == HOLIDAY) == answered_on


def test_cancelling_until():
    assert cancel_until(TEN, 48) == TEN - timedelta(days=2)
    assert cancel_until(TEN, 0) == TEN


@pytest.mark.parametrize(
    ("minutes", "may"), [(-31, False), (-30, True), (0, True), (119, True), (120, False)]
)
def test_checking_in(minutes, may):
    assert may_check_in(TEN, NOON, TEN + timedelta(minutes=minutes)) is may


@pytest.mark.parametrize(
    ("minutes", "released"),
    [(None, None), (20, TEN + timedelta(minutes=20)), (600, NOON)],
)
def test_releasing(minutes, released):
    assert release_at(TEN, NOON, minutes) == released
