"""What the demo shows of rooms' rules, pieces, pictures, closures and the academy's days."""

from __future__ import annotations

from datetime import timedelta

from lms.classrooms import queries
from lms.classrooms.use_rules import rules_of
from lms.core import clock
from lms.core.gate import Gate
from tests.demo.conftest import TODAY


def test_rooms_have_hours_and_some_have_pictures(academy: Gate) -> None:
    rooms = queries.rooms(with_hours=True)
    assert all(rules_of(room).hours for room in rooms)
    assert len({room.bookable_by for room in rooms}) > 1
    assert {room.needs_approval for room in rooms} == {True, False}
    assert sum(bool(room.photos) for room in rooms) >= 3


def test_there_are_fixed_and_movable_pieces(academy: Gate) -> None:
    assert len(queries.movable_equipment()) >= 3
    assert any(piece.room for piece in queries.equipment())


def test_a_closure_hits_a_booking_one_is_over_and_one_hits_nothing(academy: Gate) -> None:
    now = clock.now()
    hits = [len(queries.hit_by(closure)) for closure in queries.closures_from(now)]
    assert sorted(hits)[0] == 0
    assert max(hits) >= 1
    assert len(queries.needing_another_room(now)) == sum(hits)
    assert queries.past_closures(now, 5)


def test_the_academy_has_a_day_off_without_classes_and_a_worked_saturday(academy: Gate) -> None:
    off, worked = sorted(
        queries.academy_days(TODAY, TODAY + timedelta(days=200)), key=lambda row: not row.is_off
    )
    assert off.is_off
    assert queries.occurrences_between(*clock.day_bounds(off.day)) == []
    assert worked.day.weekday() == 5
