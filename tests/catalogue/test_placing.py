"""Placing a whole offering: a table of what is proposed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue import placing
from lms.catalogue.placing import Candidate, Taken, Wanted, propose
from lms.catalogue.plan import Hours
from lms.core import clock

NONE = timedelta(0)
MONDAY = date(2026, 11, 23)
WORKDAYS = frozenset(range(5))


@pytest.fixture(autouse=True)
def words(monkeypatch):
    """Sentences without a page to read the language from."""
    monkeypatch.setattr(placing, "gettext", lambda text: text)


def at(day: int, hour: int) -> datetime:
    """So many days after the Monday, at an hour."""
    return clock.at(MONDAY + timedelta(days=day), time(hour))


def room(code: str, *days: int, before: int = 0, hours: tuple[int, int] = (9, 18)) -> Candidate:
    """A room that is taken on some days."""
    taken = [Taken(at(day, hours[0]), at(day, hours[1]), lambda: f"{code} taken") for day in days]
    return Candidate(code, timedelta(minutes=before), NONE, taken)


def wanted(
    count: int, weekdays: frozenset[int] = WORKDAYS, start: int = 9, end: int = 18
) -> Wanted:
    return Wanted(MONDAY, count, weekdays, Hours(time(start), time(end)))


def shown(found) -> str:
    """`0:A 1:A` – days after the Monday, and the room."""
    return " ".join(f"{(each.day - MONDAY).days}:{each.room}" for each in found.placed)


def no_day_off(_: date) -> None:
    return None


@pytest.mark.parametrize(
    ("what", "count", "rooms", "expected"),
    [
        ("the liked room when it is free", 3, [room("A"), room("B")], "0:A 1:A 2:A"),
        ("another one that is free throughout", 3, [room("A", 1), room("B")], "0:B 1:B 2:B"),
        ("weekends are left out", 6, [room("A")], "0:A 1:A 2:A 3:A 4:A 7:A"),
        ("a week's wait for one room", 2, [room("A", 1), room("B", 0)], "0:A 2:A"),
        (
            "no longer wait: rooms change, as seldom as can be",
            3,
            [room("A", 2, *range(3, 30)), room("B", 0, *range(3, 30))],
            "0:A 1:A 2:B",
        ),
        ("a day on which nothing is free", 2, [room("A", 0)], "1:A 2:A"),
        ("no room suits", 2, [], ""),
        ("fewer than wanted", 5, [room("A", *range(2, 200))], "0:A 1:A"),
    ],
)  # fmt: skip
def test_days_and_rooms(what, count, rooms, expected):
    assert shown(propose(wanted(count), rooms, [], no_day_off)) == expected, what


def test_days_off_and_busy_instructors_are_left_out_with_their_reason():
    def why(day: date) -> str | None:
        return "Holiday" if day == MONDAY else None

    busy = [Taken(at(1, 17), at(1, 19), lambda: "teaches elsewhere")]
    found = propose(wanted(2), [room("A")], busy, why)
    assert shown(found) == "2:A 3:A"
    assert [each.why for each in found.skipped] == ["Holiday", "teaches elsewhere"]


def test_only_the_weekdays_asked_for():
    found = propose(wanted(4, frozenset({1, 5})), [room("A")], [], no_day_off)
    assert shown(found) == "1:A 5:A 8:A 12:A"


def test_buffers_count():
    before = room("A", 0, hours=(7, 9), before=10)
    assert shown(propose(wanted(1), [before], [], no_day_off)) == "1:A"
    exact = room("A", 0, hours=(7, 9))
    assert shown(propose(wanted(1), [exact], [], no_day_off)) == "0:A"


def test_the_only_room_says_what_is_in_it():
    found = propose(wanted(1), [room("A", 0)], [], no_day_off)
    assert found.skipped[0].why == "A taken"


def test_a_closure_over_many_days_stands_in_the_way_on_each():
    closed = Candidate("A", NONE, NONE, [Taken(at(-3, 0), at(2, 12), lambda: "closed")])
    assert shown(propose(wanted(1), [closed], [], no_day_off)) == "3:A"


@given(
    count=st.integers(1, 12),
    taken=st.lists(st.sets(st.integers(0, 60), max_size=40), min_size=1, max_size=4),
    off=st.sets(st.integers(0, 60), max_size=20),
)
def test_nothing_is_placed_on_what_is_taken_or_off(count, taken, off):
    rooms = [room(chr(65 + n), *days) for n, days in enumerate(taken)]
    found = propose(
        wanted(count),
        rooms,
        [],
        lambda day: "off" if (day - MONDAY).days in off else None,
    )
    days = [each.day for each in found.placed]
    assert days == sorted(set(days))
    assert len(days) == count
    by_code = {each.code: each for each in rooms}
    for each in found.placed:
        assert (each.day - MONDAY).days not in off
        assert each.day.weekday() in WORKDAYS
        assert by_code[each.room].obstacle(*wanted(count).times(each.day)) is None
