"""What a room's rules say to a wish, by examples; whatever is proposed instead is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.classrooms.use_rules import PRACTICE, RoomRules, Wish, nearest_allowed, problems
from lms.classrooms.wording import days_and_hours, hours_and_minutes, opening_hours
from lms.core import clock

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)
SATURDAY, SUNDAY = date(2026, 12, 5), date(2026, 12, 6)
THURSDAY, LAST, TOO_FAR = date(2026, 11, 26), date(2026, 12, 7), date(2026, 12, 8)
NOW = clock.at(date(2026, 11, 23), time(10))
NINE_TO_SIX = dict.fromkeys(range(5), (540, 1080))
RULES = RoomRules(
    capacity=30,
    capacity_practice=16,
    hours=NINE_TO_SIX,
    min_minutes=60,
    max_minutes=240,
    ahead_days=14,
    ask_by_hours=72,
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.at(day, time(hour, minute))


def wish(day: date, start: tuple[int, int], end: tuple[int, int], **more: Any) -> Wish:
    return Wish(at(day, *start), at(day, *end), **more)


FINE = wish(MONDAY, (9, 0), (12, 0))
EXAMPLES = [
    # what is wished, which rules stand against it, what is nearest
    (FINE, [], None),
    (wish(MONDAY, (17, 0), (18, 0)), [], None),
    (wish(MONDAY, (12, 0), (9, 0)), ["order"], (at(MONDAY, 12), at(MONDAY, 13))),
    (wish(MONDAY, (9, 0), (9, 0)), ["order"], (at(MONDAY, 9), at(MONDAY, 10))),
    (wish(MONDAY, (9, 0), (9, 30)), ["short"], (at(MONDAY, 9), at(MONDAY, 10))),
    (wish(MONDAY, (9, 0), (14, 0)), ["long"], (at(MONDAY, 9), at(MONDAY, 13))),
    (wish(MONDAY, (8, 0), (10, 0)), ["hours"], (at(MONDAY, 9), at(MONDAY, 11))),
    (wish(MONDAY, (17, 0), (18, 30)), ["hours"], (at(MONDAY, 16, 30), at(MONDAY, 18))),
    (wish(SATURDAY, (9, 0), (11, 0)), ["hours"], (at(FRIDAY, 9), at(FRIDAY, 11))),
    (wish(TOO_FAR, (9, 0), (11, 0)), ["ahead"], (at(LAST, 9), at(LAST, 11))),
    (wish(THURSDAY, (9, 0), (10, 0)), ["late"], (at(THURSDAY, 10), at(THURSDAY, 11))),
    (wish(date(2026, 11, 20), (9, 0), (10, 0)), ["late"], (at(THURSDAY, 10), at(THURSDAY, 11))),
    (wish(SUNDAY, (22, 0), (22, 10)), ["short", "hours"], (at(LAST, 17), at(LAST, 18))),
    (replace(FINE, people=30), [], None),
    (replace(FINE, people=31), ["people"], None),
    (replace(FINE, people=16, layout=PRACTICE), [], None),
    (replace(FINE, people=17, layout=PRACTICE), ["people"], None),
]  # fmt: skip


@pytest.mark.parametrize(("wished", "codes", "nearest"), EXAMPLES)
def test_examples(app, wished, codes, nearest) -> None:
    with app.test_request_context():
        found = problems(RULES, wished, NOW, operator=False)
    assert [problem.code for problem in found] == codes
    assert all(problem.nearest == nearest for problem in found)
    assert all(problem.sentence.endswith(".") for problem in found)


@pytest.mark.parametrize(("wished", "codes", "_"), EXAMPLES)
def test_operators_may_overstep_all_but_order_and_seats(app, wished, codes, _) -> None:
    with app.test_request_context():
        found = problems(RULES, wished, NOW, operator=True)
    assert [problem.code for problem in found] == [c for c in codes if c in ("order", "people")]


def test_a_room_without_practice_seats_is_not_for_practice(app) -> None:
    rules = replace(RULES, capacity_practice=None)
    with app.test_request_context():
        found = problems(rules, replace(FINE, layout=PRACTICE), NOW, operator=True)
    assert [problem.code for problem in found] == ["layout"]


def test_across_midnight_is_outside_the_hours_of_the_day(app) -> None:
    late = replace(RULES, hours=dict.fromkeys(range(7), (0, 1440)))
    night = Wish(at(MONDAY, 23), at(TUESDAY, 1))
    with app.test_request_context():
        assert [p.code for p in problems(late, night, NOW, operator=False)] == ["hours"]
        until_midnight = Wish(at(MONDAY, 22), at(TUESDAY, 0))
        assert problems(late, until_midnight, NOW, operator=False) == []


def test_where_nothing_is_allowed_nothing_is_proposed(app) -> None:
    never = replace(RULES, hours={})
    assert nearest_allowed(never, FINE, NOW) is None
    too_short = replace(RULES, hours={0: (540, 570)})
    assert nearest_allowed(too_short, FINE, NOW) is None
    closed_for_all = replace(RULES, ahead_days=2)
    assert nearest_allowed(closed_for_all, FINE, NOW) is None


def test_a_sentence_names_the_rule(app) -> None:
    with app.test_request_context():
        found = problems(RULES, wish(MONDAY, (9, 0), (14, 0)), NOW, operator=False)
        assert "4시간" in found[0].sentence
        found = problems(RULES, wish(SATURDAY, (9, 0), (10, 0)), NOW, operator=False)
        assert "(토)" in found[0].sentence


hours = st.dictionaries(
    st.integers(0, 6),
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda t: t[0] < t[1]),
)
rules = st.builds(
    RoomRules,
    capacity=st.just(30),
    capacity_practice=st.none(),
    hours=hours,
    min_minutes=st.integers(5, 120),
    max_minutes=st.integers(120, 600),
    ahead_days=st.integers(1, 60),
    ask_by_hours=st.integers(0, 200),
)
moments = st.integers(0, 120 * 24 * 60).map(
    lambda minutes: at(date(2026, 10, 1), 0) + timedelta(minutes=minutes)
)


@given(rules, moments, st.integers(5, 900), moments)
def test_whatever_is_proposed_is_allowed(given_rules, start, minutes, now) -> None:
    wished = Wish(start, start + timedelta(minutes=minutes))
    nearest = nearest_allowed(given_rules, wished, now)
    if nearest is not None:
        assert not list(_codes(given_rules, Wish(*nearest), now))
    elif not list(_codes(given_rules, wished, now)):
        pytest.fail("the wish itself is allowed, and nothing was found near it")


def _codes(given_rules: RoomRules, wished: Wish, now: datetime) -> Iterator[str]:
    from_moment = now + timedelta(hours=given_rules.ask_by_hours)
    local, until = clock.to_seoul(wished.starts_at), clock.to_seoul(wished.ends_at)
    opens, closes = given_rules.hours.get(local.weekday(), (0, 0))
    first, last = local.hour * 60 + local.minute, until.hour * 60 + until.minute
    last += 1440 * (until.date() - local.date()).days
    length = (wished.ends_at - wished.starts_at) / timedelta(minutes=1)
    if not opens <= first < last <= closes:
        yield "hours"
    if not given_rules.min_minutes <= length <= given_rules.max_minutes:
        yield "length"
    if wished.starts_at < from_moment:
        yield "late"
    if (local.date() - clock.to_seoul(now).date()).days > given_rules.ahead_days:
        yield "ahead"


@pytest.mark.parametrize(
    ("minutes", "words"), [(30, "30분"), (60, "1시간"), (90, "1시간 30분"), (540, "9시간")]
)
def test_lengths_in_words(app, minutes: int, words: str) -> None:
    with app.test_request_context():
        assert hours_and_minutes(minutes) == words


@pytest.mark.parametrize(
    ("hours_", "words"), [(72, "3일"), (1, "1시간"), (25, "25시간"), (0, "0시간")]
)
def test_deadlines_in_words(app, hours_: int, words: str) -> None:
    with app.test_request_context():
        assert days_and_hours(hours_) == words


def test_opening_hours_in_words(app) -> None:
    with app.test_request_context():
        assert opening_hours({**NINE_TO_SIX, 2: (600, 1440)}) == [
            ("월–화", "09:00–18:00"),
            ("수", "10:00–24:00"),
            ("목–금", "09:00–18:00"),
            ("토–일", "휴실"),
        ]
