"""Times without other times, bars in their columns, and the share of working time: pure rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.classrooms.free import Span, common, joined, length, minus, usable
from lms.classrooms.occupancy import Occupancy, occupancy
from lms.classrooms.timeline import Bar, Scale, row, scale
from lms.core import clock

DAY = date(2027, 3, 9)
MIDNIGHT = clock.day_bounds(DAY)[0]


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


def spans(*pairs: tuple[float, float]) -> list[Span]:
    return [(at(start), at(end)) for start, end in pairs]


@pytest.mark.parametrize(
    ("these", "those", "left"),
    [
        ([(9, 18)], [], [(9, 18)]),
        ([(9, 18)], [(12, 13)], [(9, 12), (13, 18)]),
        ([(9, 18)], [(8, 10), (17, 20)], [(10, 17)]),
        ([(9, 18)], [(9, 18)], []),
        ([(9, 18)], [(18, 20), (6, 9)], [(9, 18)]),
        ([(9, 12), (13, 18)], [(11, 14)], [(9, 11), (14, 18)]),
        ([(9, 12), (12, 18)], [], [(9, 18)]),
    ],
)
def test_times_without_others(these, those, left):
    assert minus(spans(*these), spans(*those)) == spans(*left)


moments = st.integers(0, 96).map(lambda quarter: at(quarter / 4))
times = st.lists(st.tuples(moments, moments), max_size=6)


@given(times, times)
def test_what_is_left_and_what_is_common_make_the_whole(these: list[Span], those: list[Span]):
    left, both = minus(these, those), common(these, those)
    assert length(left) + length(both) == length(these)
    assert joined([*left, *both]) == joined(these)
    assert common(left, those) == []


def test_a_new_use_keeps_away_by_its_own_buffers():
    before, after = timedelta(minutes=10), timedelta(minutes=20)
    found = usable(spans((9, 18)), spans((12, 13)), before=before, after=after)
    assert found == [(at(9), at(12) - after), (at(13) + before, at(18))]


def test_gaps_too_short_to_be_of_use_are_left_out():
    none = timedelta()
    assert usable(spans((9, 10)), spans((9.25, 9.5)), before=none, after=none) == spans((9.5, 10))


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (9, 10, (0, 4)),
        (9 + 10 / 60, 9 + 50 / 60, (0, 4)),
        (13, 18, (16, 20)),
        (7, 10, (0, 4)),
        (17.5, 21, (34, 2)),
        (6, 9, None),
        (18, 20, None),
    ],
)
def test_a_bar_stands_in_its_columns(start, end, place):
    assert Scale(9, 18).place(DAY, at(start), at(end)) == place


@pytest.mark.parametrize(
    ("shown", "hours"),
    [([], (9, 18)), ([(10, 12)], (9, 18)), ([(7.5, 21.25)], (7, 22)), ([(-5, 2)], (0, 18))],
)
def test_the_hours_shown_are_widened(shown, hours):
    assert scale([DAY], spans(*shown)) == Scale(*hours)


def test_uses_that_overlap_stand_below_each_other():
    uses = [Bar("use", *span) for span in spans((9, 12), (10, 11), (11, 13), (12, 14))]
    made = row("", "", None, uses, day=DAY, scale=Scale(9, 18))
    assert [item["lane"] for item in made["items"]] == [1, 2, 2, 1]
    assert made["lanes"] == 2


def test_set_up_and_clearing_are_shown_beside_the_use():
    bar = Bar("use", at(10), at(12), blocked=(at(9.5), at(12.25)))
    items = row("", "", None, [bar], day=DAY, scale=Scale(9, 18))["items"]
    assert [(i["bar"].kind, i["column"], i["columns"]) for i in items] == [
        ("use", 4, 8),
        ("buffer", 2, 2),
        ("buffer", 12, 1),
    ]


def test_a_row_is_free_only_while_it_is_open_and_unused():
    def is_free(*bars: Bar) -> bool:
        return row("", "", None, bars, day=DAY, scale=Scale(9, 18))["is_free"]

    assert is_free()
    assert is_free(Bar("outside", at(0), at(10)), Bar("free", at(10), at(18)))
    assert not is_free(Bar("outside", at(0), at(24)))
    assert not is_free(Bar("closed", at(9), at(10)))
    assert not is_free(Bar("use", at(9), at(10)))


@pytest.mark.parametrize(("now", "column"), [(8.9, None), (9, 0), (10.3, 5), (18, None)])
def test_the_line_of_now_stands_in_its_quarter(now, column):
    assert row("", "", None, [], day=DAY, scale=Scale(9, 18), now=at(now))["now"] == column


@pytest.mark.parametrize(
    ("closed", "uses", "working", "percent"),
    [
        ([], [], 540, 0),
        ([], [(9, 18)], 540, 100),
        ([], [(9, 13.5)], 540, 50),
        ([(9, 12)], [(9, 18)], 360, 100),
        ([(0, 24)], [(9, 18)], 0, None),
        ([], [(6, 8), (17, 22)], 540, 11),
        ([], [(9, 12), (10, 12)], 540, 33),
    ],
)
def test_the_share_of_the_working_time(closed, uses, working, percent):
    found = occupancy(spans((9, 18)), spans(*closed), spans(*uses))
    assert (found.working, found.percent) == (working, percent)


def test_shares_add_up_by_minutes_not_by_percent():
    assert (Occupancy(100, 100) + Occupancy(900, 0)).percent == 10
