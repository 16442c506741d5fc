"""An academy that has rooms already gets hours and rules for them, and keeps them on the way back."""

from __future__ import annotations

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from lms.core.db import db
from lms.core.gate import Gate

OLD_ROOM = """
INSERT INTO rooms (code, name, name_en, building, floor, capacity, equipment, accessibility,
                   description, buffer_before, buffer_after, is_example, active)
VALUES ('101', '제1강의실', '', '', 1, 30, '', '', '', 10, 10, :no, :yes)
"""
ROOM = "SELECT code, name, min_minutes, ahead_days, bookable_by, needs_approval FROM rooms"
HOURS = "SELECT weekday, opens_at, closes_at FROM room_hours ORDER BY weekday"


def rows(statement: str) -> list[tuple[object, ...]]:
    with db.engine.begin() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_rooms_from_before_get_office_hours_and_can_be_asked_for(app: Gate) -> None:
    with app.app_context():
        downgrade(revision="0001")
        with db.engine.begin() as connection:
            connection.execute(text(OLD_ROOM), {"no": False, "yes": True})
        upgrade(revision="0002")
        assert rows(ROOM) == [("101", "제1강의실", 30, 60, "firms", True)]
        assert rows(HOURS) == [(day, 540, 1080) for day in range(5)]
        downgrade(revision="0001")
        assert rows("SELECT code, name, capacity FROM rooms") == [("101", "제1강의실", 30)]
        upgrade()
        assert len(rows(HOURS)) == 5
        db.engine.dispose()
