"""Repeating: a table of examples, the same days as dateutil, and nothing without end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from lms.classrooms.recurrence import MOST, YEARS, Freq, Recurrence, days, from_text, to_text
from lms.core.errors import Refused
from lms.core.gate import Gate

FIRST = date(2026, 12, 1)  # a Tuesday
TUE, THU, SUN = 1, 3, 6


def december(*numbers: int) -> list[date]:
    return [date(2026, 12, number) for number in numbers]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Recurrence(Freq.daily, count=3), december(1, 2, 3)),
        (Recurrence(Freq.daily, interval=10, until=date(2026, 12, 31)), december(1, 11, 21, 31)),
        (Recurrence(Freq.weekly, count=3), december(1, 8, 15)),
        (Recurrence(Freq.weekly, weekdays=(THU, TUE), count=4), december(1, 3, 8, 10)),
        (Recurrence(Freq.weekly, interval=2, weekdays=(SUN, TUE), count=4), december(1, 6, 15, 20)),
        (Recurrence(Freq.weekly, weekdays=(0,), until=date(2026, 12, 14)), december(7, 14)),
        (Recurrence(Freq.weekly, until=date(2026, 12, 22), count=2), december(1, 8)),
        (
            Recurrence(Freq.weekly, count=3, except_days=frozenset(december(8, 9))),
            december(1, 15),
        ),
    ],
)
def test_examples(rule: Recurrence, found: list[date]) -> None:
    assert days(rule, FIRST) == found


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (Recurrence(Freq.daily), "endless"),
        (Recurrence(Freq.daily, interval=0, count=2), "numbers"),
        (Recurrence(Freq.daily, interval=10**9, count=2), "numbers"),
        (Recurrence(Freq.daily, count=0), "numbers"),
        (Recurrence(Freq.daily, until=date(2026, 11, 30)), "no-occurrence"),
        (Recurrence(Freq.weekly, weekdays=(0,), until=date(2026, 12, 6)), "no-occurrence"),
        (
            Recurrence(Freq.daily, count=1, except_days=frozenset([FIRST])),
            "no-occurrence",
        ),
        (Recurrence(Freq.daily, count=MOST + 1), "too-many"),
        (Recurrence(Freq.daily, until=FIRST + YEARS), "too-many"),
        (Recurrence(Freq.weekly, until=FIRST + YEARS + timedelta(days=1)), "too-long"),
        (Recurrence(Freq.weekly, interval=99, count=3), "too-long"),
        (Recurrence(Freq.weekly, count=200), "too-long"),
    ],
)
def test_what_never_ends_or_makes_nothing_is_refused_by_name(
    app: Gate, rule: Recurrence, code: str
) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refused:
        days(rule, FIRST)
    assert refused.value.code == code


@st.composite
def rules(draw: st.DrawFn) -> tuple[Recurrence, date]:
    first = draw(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
    freq = draw(st.sampled_from(Freq))
    weekdays = draw(st.sets(st.integers(0, 6))) if freq is Freq.weekly else set()
    ends = draw(st.sampled_from(["until", "count"]))
    span = draw(st.integers(0, 300))
    rule = Recurrence(
        freq=freq,
        interval=draw(st.integers(1, 5)),
        weekdays=tuple(sorted(weekdays)),
        until=first + timedelta(days=span) if ends == "until" else None,
        count=draw(st.integers(1, 20)) if ends == "count" else None,
        except_days=frozenset(
            first + timedelta(days=n) for n in draw(st.sets(st.integers(0, 60), max_size=8))
        ),
    )
    return rule, first


def by_dateutil(rule: Recurrence, first: date) -> list[date]:
    at_midnight = datetime.combine(first, datetime.min.time())
    until = datetime.combine(rule.until, datetime.min.time()) if rule.until else None
    made = rrule.rruleset()
    made.rrule(
        rrule.rrule(
            rrule.DAILY if rule.freq is Freq.daily else rrule.WEEKLY,
            dtstart=at_midnight,
            interval=rule.interval,
            byweekday=list(rule.weekdays) or None,
            until=until,
            count=rule.count,
            wkst=rrule.MO,
        )
    )
    for day in rule.except_days:
        made.exdate(datetime.combine(day, datetime.min.time()))
    return [moment.date() for moment in made]


@given(rules())
def test_the_same_days_as_dateutil(drawn: tuple[Recurrence, date]) -> None:
    rule, first = drawn
    expected = by_dateutil(rule, first)
    if not expected:
        with pytest.raises(Refused):
            days(rule, first)
    else:
        assert days(rule, first) == expected


@given(rules())
def test_a_rule_survives_being_written_down(drawn: tuple[Recurrence, date]) -> None:
    rule, _ = drawn
    assert from_text(to_text(rule)) == rule


def test_the_text_is_an_rrule() -> None:
    rule = Recurrence(Freq.weekly, interval=2, weekdays=(2, 0), until=date(2027, 1, 31))
    assert to_text(rule) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270131"


@pytest.mark.parametrize("text", ["", "FREQ=YEARLY", "COUNT=3", "FREQ=DAILY;BYMONTH=1", "x"])
def test_a_text_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no rule of ours"):
        from_text(text)
