"""Each promise of the bookings: kept on sound data, and named when it is broken behind our back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import text

from lms.classrooms.models import Booking, BookingFile, Equipment, EquipmentUse, Occurrence
from lms.core import clock
from lms.core.db import db
from lms.core.storage import storage
from lms.doctor import bookings
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def used(make: Make, acting: Acting) -> EquipmentUse:
    """A piece that goes along with one booking; another booking has its hour in another room."""
    one = make.booking(make.room(), clock.today()).occurrences[0]
    with acting():
        piece = Equipment(code="P-1", name="이동식 빔프로젝터")
        db.session.add(piece)
        db.session.flush()
        use = EquipmentUse(
            occurrence_id=one.id,
            equipment_id=piece.id,
            blocked_from=one.blocked_from,
            blocked_until=one.blocked_until,
            status=one.status,
        )
        db.session.add(use)
    return use


def test_a_piece_in_two_places_is_named(make: Make, acting: Acting, used: EquipmentUse) -> None:
    other = make.booking(make.room(), clock.today()).occurrences[0]
    with acting():
        assert bookings.equipment_never_in_two_places() == []
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DROP TRIGGER equipment_uses_no_overlap_insert"))
        else:
            statement = "ALTER TABLE equipment_uses DROP CONSTRAINT ex_equipment_uses_time"
            db.session.execute(text(statement))
        db.session.add(
            EquipmentUse(
                occurrence_id=other.id,
                equipment_id=used.equipment_id,
                blocked_from=other.blocked_from,
                blocked_until=other.blocked_until,
                status=other.status,
            )
        )
        db.session.flush()
        (problem,) = bookings.equipment_never_in_two_places()
    assert "P-1" in problem


def test_a_piece_that_stays_behind_is_named(acting: Acting, used: EquipmentUse) -> None:
    with acting():
        assert bookings.equipment_goes_where_its_booking_goes() == []
        use = db.session.get_one(EquipmentUse, used.id)
        use.blocked_until += timedelta(minutes=1)
        db.session.flush()
        assert len(bookings.equipment_goes_where_its_booking_goes()) == 1


def test_a_booking_without_a_time_and_one_that_lasts_for_days_are_named(
    make: Make, acting: Acting
) -> None:
    booking = make.booking(make.room(), clock.today())
    with acting():
        assert bookings.bookings_have_times() == []
        occurrence = db.session.get_one(Occurrence, booking.occurrences[0].id)
        occurrence.ends_at = occurrence.blocked_until = occurrence.starts_at + timedelta(hours=25)
        empty = Booking(kind="internal", title="빈 예약", created_at=clock.now())
        db.session.add(empty)
        db.session.flush()
        assert bookings.bookings_have_times() == [
            f"Booking {empty.id} has no time at all.",
            f"Occurrence {occurrence.id} lasts longer than 24 hours.",
        ]


def test_a_file_that_is_missing_is_named(make: Make, acting: Acting) -> None:
    booking = make.booking(make.room(), clock.today())
    with acting():
        file = BookingFile(
            booking_id=booking.id,
            name="배치도.pdf",
            key=storage().put(b"%PDF"),
            size=4,
            added_at=clock.now(),
        )
        db.session.add(file)
        db.session.flush()
        assert bookings.attached_files_unchanged() == []
        file.key = "0" * 64
        db.session.flush()
        (problem,) = bookings.attached_files_unchanged()
    assert "배치도.pdf" in problem
