"""What the doctor finds of attendance: roll calls that stay open, notes that stay."""

from datetime import timedelta

import pytest

from lms.attendance.models import Refusal, RefusedScan, RollCall, TypedSheet
from lms.core import clock
from lms.core.db import db
from lms.doctor import attendance
from tests.attendance.conftest import a_class, at


def test_a_roll_call_that_does_not_close_is_named(make, acting):
    with clock.frozen(at("09:20")):
        classroom = a_class(make, ["가온"])
    with clock.frozen(at("09:20") + timedelta(days=20)), acting():
        assert attendance.roll_calls_close() == []
        reminded = clock.now() - timedelta(days=2)
        db.session.add(
            RollCall(session_id=classroom.session.id, opened_at=reminded, reminded_at=reminded)
        )
        db.session.flush()
        assert "has not closed" in attendance.roll_calls_close()[0]


@pytest.mark.parametrize(("days", "named"), [(6, 0), (8, 1), (91, 2)])
def test_what_is_kept_too_long_is_named(make, acting, days, named):
    classroom, operator = a_class(make, ["가온"]), make.operator()
    then = clock.now() - timedelta(days=days)
    with acting():
        db.session.add_all(
            [
                RefusedScan(
                    session_id=classroom.session.id, user_id=operator.id, why=Refusal.guessed,
                    first_at=then, last_at=then,
                ),
                TypedSheet(
                    offering_id=classroom.offering.id, uploaded_by_id=operator.id,
                    uploaded_at=then, file_name="출석부.xlsx", cells=[],
                ),
            ]
        )  # fmt: skip
        db.session.flush()
        assert len(attendance.old_notes_are_gone()) == named
        assert attendance.corrections_have_two_people() == []
