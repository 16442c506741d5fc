"""What stands in the way of a seat: the rules as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.models import Stage
from lms.enrolment import wording
from lms.enrolment.models import EnrolmentStatus
from lms.enrolment.rules import (
    OVERRULABLE,
    Bar,
    Obstacle,
    Request,
    line_moves,
    obstacles,
    offer_until,
    priority,
    worth_telling,
)
from lms.firms.groups import Group

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = datetime(2026, 11, 20, 9, tzinfo=UTC)


def request(stage: Stage = Stage.open, **facts) -> Request:
    return Request(stage, OPENS, CLOSES, **facts)


@pytest.mark.parametrize(
    ("asked", "bars"),
    [
        (request(), []),
        (request(Stage.preparing), [Bar.not_published]),
        (request(Stage.upcoming), [Bar.not_open_yet]),
        (request(Stage.closed), [Bar.closed]),
        (request(Stage.running), [Bar.begun]),
        (request(Stage.finished), [Bar.begun]),
        (request(Stage.cancelled), [Bar.called_off]),
        (request(live=EnrolmentStatus.enrolled), [Bar.already]),
        (request(live=EnrolmentStatus.waiting), [Bar.already]),
        (request(live=EnrolmentStatus.applied), [Bar.already]),
        (request(clashes=["MES 기초"]), [Bar.clash]),
        (request(missing=["PLC 기초"]), [Bar.prerequisite]),
        (
            request(Stage.closed, clashes=["MES 기초"], missing=["PLC 기초"]),
            [Bar.closed, Bar.prerequisite, Bar.clash],
        ),
        (request(Stage.closed, extended=True), []),
        (request(Stage.running, extended=True), [Bar.begun]),
        (request(group=Group.other, open_to=[Group.chungcheong]), [Bar.audience]),
        (request(group=Group.chungcheong, open_to=[Group.chungcheong]), []),
        (request(barred_until=date(2026, 12, 1)), [Bar.no_show]),
        (
            request(Stage.closed, live=EnrolmentStatus.enrolled),
            [Bar.already, Bar.closed],
        ),
    ],
)
def test_what_stands_in_the_way(asked, bars):
    assert [obstacle.bar for obstacle in obstacles(asked)] == bars


def test_when_it_is_too_late_nothing_else_is_told():
    found = obstacles(request(Stage.closed, clashes=["MES 기초"], missing=["PLC 기초"]))
    assert [obstacle.bar for obstacle in worth_telling(found)] == [Bar.closed]
    found = obstacles(request(Stage.upcoming, clashes=["MES 기초"]))
    assert [obstacle.bar for obstacle in worth_telling(found)] == [Bar.not_open_yet, Bar.clash]


def test_only_what_can_be_otherwise_may_be_overruled():
    assert {Bar.already, Bar.begun, Bar.called_off, Bar.not_published}.isdisjoint(OVERRULABLE)


@pytest.mark.parametrize("bar", Bar)
def test_each_rule_has_a_reason_and_a_way_out(app, bar):
    facts = {
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "with": ["MES 기초", "로봇"],
        "courses": ["PLC 기초"],
        "groups": [Group.chungcheong],
        "group": Group.other,
        "until": date(2026, 12, 1),
    }
    with app.test_request_context():
        obstacle = Obstacle(bar, facts)
        assert wording.reason(obstacle).endswith((".", "로봇"))
        assert wording.way_out(obstacle).endswith(".")


@given(
    stage=st.sampled_from(Stage),
    live=st.none() | st.sampled_from(EnrolmentStatus),
    clashes=st.lists(st.text(), max_size=2),
    missing=st.lists(st.text(), max_size=2),
)
def test_nothing_stands_in_the_way_only_when_everything_is_in_order(stage, live, clashes, missing):
    found = obstacles(request(stage, live=live, clashes=clashes, missing=missing))
    in_order = stage is Stage.open and live is None and not clashes and not missing
    assert (found == []) is in_order


@pytest.mark.parametrize(
    ("taken_on", "place"),
    [
        (None, 0),
        (date(2026, 3, 2), 1),
        (date(2025, 11, 30), 1),
        (date(2025, 11, 29), 0),
        (date(2027, 2, 1), 1),
    ],
)
def test_the_same_course_within_a_year_goes_behind(taken_on, place):
    assert priority(taken_on, date(2026, 11, 30)) == place


@pytest.mark.parametrize(
    ("hours_before_first_day", "hours", "kept"),
    [(200, 48, 48), (30, 48, 30), (48, 48, 48), (0.5, 48, 1), (-5, 48, 1), (200, 1, 1)],
)
def test_an_offer_stands_so_many_hours_but_not_into_the_first_day(
    hours_before_first_day, hours, kept
):
    first_day = date(2026, 12, 3)
    midnight = datetime(2026, 12, 2, 15, tzinfo=UTC)
    now = midnight - timedelta(hours=hours_before_first_day)
    assert offer_until(now, hours, first_day) == now + timedelta(hours=kept)


def test_the_line_moves_by_itself_until_enrolment_closes():
    assert {stage for stage in Stage if line_moves(stage)} == {Stage.upcoming, Stage.open}
