"""Which requests want the same: by examples, and against looking at every pair."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.room_requests.clashes import Claim, groups, rivals

NINE = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)


def claim(request_id: int, start: float, end: float, room_id: int = 1) -> Claim:
    return Claim(request_id, room_id, NINE + timedelta(hours=start), NINE + timedelta(hours=end))


def test_neighbours_do_not_clash():
    assert rivals([claim(1, 0, 2), claim(2, 2, 4)]) == {}


def test_another_room_does_not_clash():
    assert rivals([claim(1, 0, 2), claim(2, 0, 2, room_id=2)]) == {}


def test_two_times_of_one_request_do_not_clash():
    assert groups([claim(1, 0, 2), claim(1, 1, 3)]) == []


def test_a_third_joins_two_that_do_not_meet():
    claims = [claim(1, 0, 2), claim(3, 1, 5), claim(2, 4, 6), claim(4, 6, 7)]
    assert rivals(claims) == {1: {3}, 2: {3}, 3: {1, 2}}
    assert groups(claims) == [[1, 2, 3]]


def test_groups_stay_apart():
    assert groups([claim(1, 0, 2), claim(2, 1, 3), claim(8, 5, 6), claim(7, 5, 6)]) == [
        [1, 2],
        [7, 8],
    ]


CLAIMS = st.lists(
    st.builds(
        lambda request_id, room_id, start, length: claim(
            request_id, start, start + length, room_id
        ),
        st.integers(1, 8),
        st.integers(1, 2),
        st.integers(0, 20),
        st.integers(1, 6),
    ),
    max_size=14,
)


@given(CLAIMS)
def test_as_every_pair_says(claims):
    pairs = {
        (one.request_id, other.request_id)
        for one in claims
        for other in claims
        if one.request_id != other.request_id
        and one.room_id == other.room_id
        and one.blocked_from < other.blocked_until
        and other.blocked_from < one.blocked_until
    }
    assert {(a, b) for a, found in rivals(claims).items() for b in found} == pairs
    together = groups(claims)
    assert sorted(id_ for group in together for id_ in group) == sorted({a for a, _ in pairs})
    assert all(any(a in group and b in group for group in together) for a, b in pairs)
