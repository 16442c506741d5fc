"""What is offered instead of a taken room: a table of examples."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.classrooms.alternatives import Alternative, Place, alternatives, next_days
from lms.classrooms.holidays import holiday_name, is_off
from lms.core import clock

DAY = date(2026, 12, 1)
NEXT = [date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 7)]


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return clock.at(day, time(hour, minute))


def place(
    code: str, *taken: tuple[datetime, datetime], capacity: int = 20, buffer: int = 0
) -> Place:
    minutes = timedelta(minutes=buffer)
    return Place(code, capacity, minutes, minutes, taken)


def found(places: list[Place], start: datetime, end: datetime, people: int = 1) -> list[str]:
    return [_word(a) for a in alternatives("A", start, end, places, people=people, days=NEXT)]


def _word(alternative: Alternative) -> str:
    start = clock.to_seoul(alternative.starts_at)
    return f"{alternative.code} {start:%d %H:%M}"


def test_other_rooms_come_first_and_the_smallest_that_suffices_before_larger_ones() -> None:
    taken = (at(9), at(18))
    places = [place("A", taken), place("B", capacity=40), place("C", capacity=20)]
    words = found(places, at(9), at(18), people=15)
    assert words == ["C 01 09:00", "B 01 09:00", "A 02 09:00", "A 03 09:00", "A 04 09:00"]


def test_a_room_that_is_too_small_is_not_offered() -> None:
    places = [place("A", (at(9), at(18))), place("B", capacity=10)]
    assert found(places, at(9), at(18), people=15)[0] == "A 02 09:00"


def test_the_wanted_room_is_not_offered_when_it_is_too_small_itself() -> None:
    places = [place("A", capacity=10), place("B", capacity=30)]
    assert found(places, at(9), at(12), people=15) == ["B 01 09:00"]


def test_the_nearest_hours_of_the_same_day_are_offered() -> None:
    places = [place("A", (at(10), at(12)))]
    words = found(places, at(10), at(11))
    assert words[:3] == ["A 01 09:00", "A 01 12:00", "A 01 12:30"]


def test_a_buffer_counts_on_both_sides() -> None:
    places = [place("A", (at(10), at(12)), buffer=30)]
    words = found(places, at(10), at(11))
    assert words[:2] == ["A 01 12:30", "A 01 13:00"]


def test_a_wish_in_the_evening_widens_the_hours() -> None:
    places = [place("A", (at(19), at(20)))]
    assert found(places, at(19), at(21))[0] == "A 01 17:00"


def test_nothing_free_offers_nothing() -> None:
    whole = (at(0), at(0, day=date(2026, 12, 30)))
    assert found([place("A", whole), place("B", whole)], at(9), at(18)) == []


@pytest.mark.parametrize(
    ("taken", "is_free"),
    [((9, 10), True), ((9, 11), False), ((10, 12), False), ((12, 13), True), ((8, 18), False)],
)
def test_times_that_only_touch_do_not_overlap(taken: tuple[int, int], is_free: bool) -> None:
    room = place("A", (at(taken[0]), at(taken[1])))
    assert room.is_free(at(10), at(12)) is is_free


def test_next_days_leave_out_weekends_and_holidays() -> None:
    days = next_days(date(2026, 12, 23), 3, is_off)
    assert days == [date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29)]


@pytest.mark.parametrize(
    ("day", "off"),
    [
        (date(2026, 12, 25), True),  # 성탄절
        (date(2027, 2, 9), True),  # 설날 대체공휴일
        (date(2026, 7, 17), True),  # 제헌절, again a holiday from 2026
        (date(2026, 12, 26), True),  # Saturday
        (date(2026, 12, 28), False),
    ],
)
def test_days_off(day: date, off: bool) -> None:
    assert is_off(day) is off
    assert (holiday_name(day) is not None) is (off and day.weekday() < 5)


moments = st.integers(0, 40).map(lambda n: at(6) + timedelta(minutes=15 * n))
spans = st.tuples(moments, st.integers(1, 24)).map(
    lambda p: (p[0], p[0] + p[1] * timedelta(minutes=15))
)
places_drawn = st.lists(
    st.builds(
        lambda capacity, buffer, taken: (capacity, buffer, taken),
        st.integers(1, 40),
        st.sampled_from([0, 10, 30]),
        st.lists(spans, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@given(places_drawn, spans, st.integers(1, 40))
def test_whatever_is_offered_is_free_large_enough_and_as_long(
    drawn: list[tuple[int, int, list[tuple[datetime, datetime]]]],
    wish: tuple[datetime, datetime],
    people: int,
) -> None:
    rooms = {
        code: place(code, *taken, capacity=capacity, buffer=buffer)
        for code, (capacity, buffer, taken) in zip("ABCD", drawn, strict=False)
    }
    for offer in alternatives("A", *wish, list(rooms.values()), people=people, days=NEXT):
        room = rooms[offer.code]
        assert room.is_free(offer.starts_at, offer.ends_at)
        assert room.capacity >= people
        assert offer.ends_at - offer.starts_at == wish[1] - wish[0]
