"""How long a paper tells of its person, as a table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.keeping import kept_until, over_since, without_person
from tests.certificates.papers import FACTS

EXAMPLES = [
    # the course ended on, years, the last day on which its papers are kept
    (date(2026, 11, 20), 5, date(2031, 11, 19)),
    (date(2026, 1, 1), 1, date(2026, 12, 31)),
    (date(2028, 2, 29), 5, date(2033, 2, 28)),
    (date(2028, 2, 29), 4, date(2032, 2, 28)),
    (date(2028, 3, 1), 5, date(2033, 2, 28)),
]


@pytest.mark.parametrize(("ended", "years", "last"), EXAMPLES)
def test_kept_for_whole_years_after_the_course(ended: date, years: int, last: date) -> None:
    assert kept_until(ended, years) == last
    assert over_since(last, years) < ended
    assert over_since(last + timedelta(days=1), years) >= ended


def test_no_years_are_for_ever() -> None:
    assert over_since(date(2099, 1, 1), 0) == date.min


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(1, 10),
)
def test_both_say_the_same(ended: date, today: date, years: int) -> None:
    assert (kept_until(ended, years) < today) == (ended <= over_since(today, years))


def test_nothing_is_left_of_the_person_and_all_of_the_paper() -> None:
    left = without_person(FACTS).to_json()
    said = FACTS.to_json()
    gone = {name for name in said if left[name] != said[name]}
    assert gone == {"name", "name_latin", "birth", "firm"}
    assert not any(left[name] for name in gone)
