"""What a preview says of each time: a table of examples. Facts are given; nothing is looked up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest

from lms.classrooms.models import BookingKind, Layout, Room
from lms.classrooms.preview import Conditions, LineState, Placement, Taken, preview
from lms.core import clock
from lms.core.gate import Gate

TUESDAY = date(2026, 12, 1)
FRIDAY = date(2026, 12, 25)


def at(hour: int, day: date = TUESDAY) -> datetime:
    return clock.at(day, time(hour))


def room(id_: int = 1, **values: Any) -> Room:
    defaults = {
        "code": "201", "name": "제1강의실", "floor": 2, "capacity": 20, "capacity_practice": None,
        "buffer_before": 0, "buffer_after": 30, "min_minutes": 30, "max_minutes": 540,
        "ahead_days": 60, "ask_by_hours": 72, "hours": [],
    }  # fmt: skip
    return Room(id=id_, **{**defaults, **values})


def taken(start: int, end: int, *, provisional: bool = False, day: date = TUESDAY) -> Taken:
    return Taken(
        id=7, booking_id=7, room_id=1, starts_at=at(start, day), ends_at=at(end, day),
        blocked_from=at(start, day), blocked_until=at(end, day), is_provisional=provisional,
        title="안전 점검", kind=BookingKind.internal,
    )  # fmt: skip


CONDITIONS = Conditions(
    now=at(9, date(2026, 11, 22)), operator=True, for_sure=True, people=None, layout=Layout.lecture
)


def states(
    app: Gate, wished: list[tuple[int, int]], day: date = TUESDAY, **given: Any
) -> list[str]:
    here = given.pop("here", room())
    with app.test_request_context():
        placements = [Placement(here, at(start, day), at(end, day)) for start, end in wished]
        return [str(line.state) for line in preview(placements, replace(CONDITIONS, **given))]


CLOSURE = SimpleNamespace(
    starts_at=at(8), ends_at=at(10), reason="바닥 공사", covers=lambda room_id, floor: floor == 2
)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "free"),
        ({"taken": [taken(8, 9)]}, "free"),
        ({"taken": [taken(12, 13)]}, "clash"),  # the half hour for tidying up counts
        ({"taken": [taken(10, 11)]}, "clash"),
        ({"taken": [taken(10, 11, provisional=True)]}, "pushes_out"),
        ({"taken": [taken(10, 11, provisional=True)], "for_sure": False}, "contested"),
        ({"taken": [taken(10, 11), taken(9, 10, provisional=True)]}, "clash"),
        ({"pieces": [taken(10, 11)]}, "clash"),
        ({"closures": [CLOSURE]}, "closed"),
        ({"closures": [CLOSURE], "taken": [taken(10, 11)]}, "closed"),
        ({"days_off": {TUESDAY: "개원기념일"}}, "day_off"),
        ({"people": 21}, "problem"),
        ({"layout": Layout.practice}, "problem"),
        ({"people": 20}, "free"),
    ],
)
def test_from_nine_to_twelve(app: Gate, given: dict[str, Any], state: str) -> None:
    assert states(app, [(9, 12)], **given) == [state]


def test_a_day_off_closes_for_those_who_ask(app: Gate) -> None:
    open_daily = [SimpleNamespace(weekday=n, opens_at=0, closes_at=1440) for n in range(7)]
    here = SimpleNamespace(
        **{name: getattr(room(), name) for name in (
            "id", "floor", "capacity", "capacity_practice", "min_minutes", "max_minutes",
            "ahead_days", "ask_by_hours", "blocked",
        )},
        hours=open_daily,
    )  # fmt: skip
    days_off = {FRIDAY: "기독탄신일"}
    found = states(app, [(9, 12)], FRIDAY, here=here, operator=False, days_off=days_off)
    assert found == ["closed"]


def test_times_of_one_booking_stand_in_each_others_way(app: Gate) -> None:
    assert states(app, [(9, 12), (12, 13), (13, 14)]) == ["free", "clash", "free"]


def test_an_end_before_the_start_is_named_with_the_nearest_that_is_allowed(app: Gate) -> None:
    with app.test_request_context():
        (line,) = preview([Placement(room(), at(12), at(9))], CONDITIONS)
    assert line.state is LineState.problem
    assert line.nearest is not None
    assert line.nearest[0] == at(12)
    assert not line.is_possible


def test_the_reason_names_what_stands_there(app: Gate) -> None:
    with app.test_request_context():
        conditions = replace(CONDITIONS, taken=[taken(10, 11)])
        (line,) = preview([Placement(room(), at(9), at(12))], conditions)
    assert line.reasons == ("12월 1일 (화) 10:00–11:00 안전 점검",)
