"""The completion rule: every worked example, both traps, and properties."""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.attendance.marks import Mark
from lms.attendance.records import Block, Day, Record
from lms.catalogue.rule import Basis, CompletionRule
from lms.completion.criteria import Outcome, judge, needed, outlook
from lms.core import clock

BY_DAYS = CompletionRule(basis=Basis.days)
BY_HOURS = CompletionRule(basis=Basis.hours)
FIRST = date(2026, 3, 2)


def day(attended: int = 480, incidents: int = 0, scheduled: int = 480) -> Day:
    return Day(FIRST, scheduled, attended, attended * 2 < scheduled, incidents)


def days(present: int, absent: int = 0, late: int = 0) -> list[Day]:
    """So many days present, the first `late` of them with one incident, and so many absent."""
    return [day(incidents=int(n < late)) for n in range(present)] + [day(0)] * absent


EXAMPLES_BY_DAYS = [
    # present, absent, late -> B, C, N, completed
    (30, 2, 6, 30, 2, 28, True),  # 28 of 32 = 87.5 %
    (14, 3, 0, 14, 0, 14, True),  # 14 of 17
    (13, 4, 0, 13, 0, 13, False),
    (8, 2, 0, 8, 0, 8, True),  # 8 of 10
    (7, 3, 0, 7, 0, 7, False),
    (8, 2, 3, 8, 1, 7, False),  # the third late costs the day
    (8, 2, 2, 8, 0, 8, True),
    (3, 1, 0, 3, 0, 3, False),  # by days a course of four allows no absence
    (4, 0, 0, 4, 0, 4, True),
    (4, 1, 0, 4, 0, 4, True),  # of five it allows one
    (0, 0, 0, 0, 0, 0, False),  # nothing held, nothing completed
]


@pytest.mark.parametrize(
    ("present", "absent", "late", "b", "c", "n", "completed"), EXAMPLES_BY_DAYS
)
def test_by_days(
    present: int, absent: int, late: int, b: int, c: int, n: int, completed: bool
) -> None:
    outcome = judge(BY_DAYS, days(present, absent, late))
    assert (outcome.present, outcome.penalty, outcome.counted) == (b, c, n)
    assert outcome.completed is completed


NEEDED = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (10, 8), (16, 13), (17, 14), (20, 16)]


@pytest.mark.parametrize(("scheduled", "least"), NEEDED)
def test_needed(scheduled: int, least: int) -> None:
    assert needed(scheduled, 80) == least == (scheduled * 4 + 4) // 5


def test_penalty_is_counted_over_the_whole_course() -> None:
    """2 + 2 incidents in two halves make four, so one absence; each half alone makes none."""
    half = days(present=5, late=2)
    assert judge(BY_DAYS, half).penalty == 0
    assert judge(BY_DAYS, half + half).penalty == 1


def test_penalty_can_be_switched_off() -> None:
    rule = CompletionRule(basis=Basis.days, penalty=0)
    assert judge(rule, days(present=10, late=9)).counted == 10


EXAMPLES_BY_HOURS = [
    # attended minutes of each day of 480 -> credited, completed
    ([480, 480, 480], 1440, True),
    ([480, 480, 360], 1320, True),  # 22 of 24 hours = 91 %
    ([480, 480, 192], 960, False),  # 192 of 480 is under half: that day is absent
    ([480, 432, 240], 1152, True),  # exactly 80 %, half a day counts
    ([480, 431, 240], 1151, False),  # one minute short is short
    ([], 0, False),
]


@pytest.mark.parametrize(("attended", "credited", "completed"), EXAMPLES_BY_HOURS)
def test_by_hours(attended: list[int], credited: int, completed: bool) -> None:
    outcome = judge(BY_HOURS, [day(minutes) for minutes in attended])
    assert outcome.counted == credited
    assert outcome.completed is completed


def test_percent_is_never_rounded_up() -> None:
    outcome = judge(BY_HOURS, [day(480), day(431), day(240)])
    assert outcome.percent == 79
    assert not outcome.completed


def test_outcome_survives_json() -> None:
    outcome = judge(BY_HOURS, [day(480), day(300)])
    assert Outcome.from_json(outcome.to_json()) == outcome


# --- looking ahead -----------------------------------------------------------------------------


def block(number: int, hours: int = 8) -> Block:
    start = clock.at(FIRST + timedelta(days=number), time(9))
    return Block(start, start + timedelta(hours=hours))


def settled(*minutes: int) -> list[tuple[Block, Record]]:
    return [
        (block(number), Record(Mark.present if kept else Mark.absent, kept))
        for number, kept in enumerate(minutes)
    ]


LOOKING_AHEAD = [
    # settled minutes, days left -> percent at best, still possible, days that may be missed
    ((), 5, 100, True, 1),
    ((480,), 4, 100, True, 1),
    ((0,), 4, 80, True, 0),
    ((0, 0), 3, 60, False, 0),
    ((480, 480, 480, 480), 1, 100, True, 1),
    ((), 10, 100, True, 2),
]


@pytest.mark.parametrize(("kept", "left", "percent", "possible", "spare"), LOOKING_AHEAD)
def test_outlook(
    kept: tuple[int, ...], left: int, percent: int, possible: bool, spare: int
) -> None:
    coming = [block(len(kept) + number) for number in range(left)]
    ahead = outlook(BY_HOURS, settled(*kept), coming)
    assert (ahead.best.percent, ahead.best.completed) == (percent, possible)
    assert (ahead.left, ahead.spare) == (left, spare)


def test_spare_days_are_counted_for_the_longest_ones() -> None:
    """Three days of eight hours and two of four: missing a long one is not the same as a short one."""
    coming = [block(0), block(1), block(2), block(3, hours=4), block(4, hours=4)]
    assert outlook(BY_HOURS, [], coming).spare == 0


def test_a_day_half_known_is_looked_at_as_a_whole() -> None:
    morning = Block(datetime.fromisoformat("2026-03-02T09:00+09:00"),
                    datetime.fromisoformat("2026-03-02T12:00+09:00"))  # fmt: skip
    afternoon = Block(datetime.fromisoformat("2026-03-02T13:00+09:00"),
                      datetime.fromisoformat("2026-03-02T18:00+09:00"))  # fmt: skip
    kept = [(morning, Record(Mark.late, 60, 1))]  # a third of the morning, but not of the day
    assert outlook(BY_HOURS, kept, [afternoon]).best.counted == 360


# --- properties --------------------------------------------------------------------------------

some_day = st.builds(
    lambda attended, incidents: day(attended, incidents if attended else 0),
    st.integers(0, 480),
    st.integers(0, 2),
)
rules = st.builds(
    CompletionRule,
    basis=st.sampled_from(Basis),
    threshold=st.integers(1, 100),
    penalty=st.integers(0, 5),
)


@given(rules, st.lists(some_day, max_size=40), st.randoms())
def test_order_and_repetition_change_nothing(
    rule: CompletionRule, course: list[Day], random: Random
) -> None:
    outcome = judge(rule, course)
    assert judge(rule, course) == outcome
    random.shuffle(course)
    assert judge(rule, course) == outcome


@given(rules, st.lists(some_day, min_size=1, max_size=40), st.integers(0, 39))
def test_more_attendance_never_lowers_the_outcome(
    rule: CompletionRule, course: list[Day], which: int
) -> None:
    better = list(course)
    better[which % len(course)] = day(480)
    before, after = judge(rule, course), judge(rule, better)
    assert after.counted >= before.counted
    assert after.completed or not before.completed


@given(rules, st.lists(some_day, max_size=20), st.lists(some_day, max_size=20))
def test_a_course_in_two_parts_has_no_smaller_penalty(
    rule: CompletionRule, first: list[Day], second: list[Day]
) -> None:
    whole = judge(rule, first + second)
    assert whole.penalty >= judge(rule, first).penalty + judge(rule, second).penalty


@given(st.integers(0, 5000), st.integers(1, 100))
def test_needed_is_the_least_that_completes(scheduled: int, threshold: int) -> None:
    least = needed(scheduled, threshold)
    assert least * 100 >= scheduled * threshold
    assert (least - 1) * 100 < scheduled * threshold
