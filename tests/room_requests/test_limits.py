"""How often and how long: a table of examples."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.room_requests.limits import Limits, Measure, Use, overruns

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def days(*numbers: int, month: int = 12, minutes: int = 120) -> list[Use]:
    return [Use(date(2026, month, number), minutes) for number in numbers]


@pytest.mark.parametrize(
    ("limits", "used", "wished", "broken"),
    [
        # nothing so far, one time of two hours: within both
        (Limits(4, 16), [], days(1), []),
        # the fourth of four is the last that is allowed, the fifth is one too many
        (Limits(4, 16), days(1, 2, 3), days(4), []),
        (Limits(4, 16), days(1, 2, 3, 4), days(5), [(DECEMBER, Measure.times, 0)]),
        # sixteen hours to the minute are allowed, one minute more is not
        (Limits(4, 16), days(1, minutes=14 * 60), days(2), []),
        (Limits(4, 16), days(1, minutes=14 * 60 + 1), days(2), [(DECEMBER, Measure.hours, 119)]),
        # both at once
        (
            Limits(1, 2),
            days(1),
            days(2),
            [(DECEMBER, Measure.times, 0), (DECEMBER, Measure.hours, 0)],
        ),
        # each month counts for itself
        (Limits(2, 16), days(28, 29, month=11), days(1), []),
        (
            Limits(2, 0),
            [],
            [*days(28, 29, 30, month=11), *days(1)],
            [(NOVEMBER, Measure.times, 2)],
        ),
        # 0 is no limit
        (Limits(0, 0), days(*range(1, 29)), days(30), []),
        # a month that is too full already (the limit was lowered) bars nobody from the next
        (Limits(1, 16), days(1, 2, month=11), days(1), []),
        # nothing wished, nothing broken
        (Limits(1, 1), days(1, 2, 3), [], []),
    ],
)
def test_examples(limits, used, wished, broken):
    found = overruns(limits, used, wished)
    assert [(one.month, one.measure, one.left) for one in found] == broken


USES = st.lists(
    st.builds(Use, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 600)), max_size=12
)


@given(USES, USES, st.integers(1, 10), st.integers(1, 40))
def test_asking_for_less_never_breaks_more(used, wished, times, hours):
    limits = Limits(times, hours)
    whole = {(one.month, one.measure) for one in overruns(limits, used, wished)}
    part = {(one.month, one.measure) for one in overruns(limits, used, wished[1:])}
    assert part <= whole
