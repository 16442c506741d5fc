"""Each promise of the data: kept on sound data, and named when it is broken behind our back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from lms.attendance.marks import Mark
from lms.attendance.models import AttendanceEvent, AttendanceRecord, Source
from lms.certificates.models import (
    Certificate,
    CertificateStatus,
    NumberSeries,
    Order,
    OrderKind,
)
from lms.classrooms.models import RoomPhoto
from lms.core import clock
from lms.core.db import db
from lms.core.storage import storage
from lms.doctor import data
from lms.enrolment.models import EnrolmentStatus
from lms.notifications.models import Message, MessageStatus
from tests.make import Make

Acting = Callable[[], object]


def sql(statement: str, **values: object) -> None:
    """Break something: no service would."""
    db.session.execute(text(statement), values)


def test_two_bookings_in_one_room_are_named(make: Make, acting: Acting) -> None:
    room, offering = make.room(), make.offering()
    make.session(offering, room=room)
    other = make.session(make.offering(), room=room, day=offering.starts_on + timedelta(days=30))
    with acting():
        assert data.rooms_never_double_booked() == []
        if db.engine.dialect.name == "sqlite":
            sql("DROP TRIGGER occurrences_no_overlap_update")
        else:
            sql("ALTER TABLE occurrences DROP CONSTRAINT ex_occurrences_room_time")
        sql(
            "UPDATE occurrences SET (starts_at, ends_at, blocked_from, blocked_until) = "
            "(SELECT starts_at, ends_at, blocked_from, blocked_until FROM occurrences "
            "WHERE id <> :id LIMIT 1) WHERE id = :id",
            id=other.occurrence_id,
        )
        (problem,) = data.rooms_never_double_booked()
    assert f"Room {room.code} is taken twice" in problem


def test_a_picture_that_is_missing_or_changed_is_named(make: Make, acting: Acting) -> None:
    room = make.room()
    with acting():
        key = storage().put(b"a picture")
        values = {"width": 4, "height": 3, "shows": "창가", "created_at": clock.now()}
        photo = RoomPhoto(room_id=room.id, file_key=key, small_key=key, **values)
        db.session.add(photo)
        db.session.flush()
        assert data.pictures_unchanged() == []
        photo.small_key = "0" * 64
        db.session.flush()
        assert data.pictures_unchanged() == [f"A picture of room {room.code}: its file is missing."]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE class_sessions SET called_off_at = starts_at",
        "UPDATE occurrences SET status = 'cancelled'",
        "UPDATE class_sessions SET starts_at = (SELECT ends_at FROM occurrences LIMIT 1), "
        "ends_at = (SELECT max(enrol_until) FROM offerings), break_from = NULL, break_until = NULL",
    ],
)
def test_a_class_that_is_not_where_its_booking_is_is_named(
    make: Make, acting: Acting, damage: str
) -> None:
    later = clock.now() + timedelta(days=60)
    offering = make.offering(enrol_until=later)
    session = make.session(offering)
    with acting():
        assert data.classes_match_bookings() == []
        sql(damage)
        assert data.classes_match_bookings() == [
            f"Class session {session.id} and its booking disagree."
        ]


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE seats SET enrolment_id = NULL", "(enrolled) has no seat."),
        ("UPDATE enrolments SET status = 'cancelled'", "(cancelled) has seat"),
        ("UPDATE seats SET offering_id = (SELECT max(id) FROM offerings)", "elsewhere"),
    ],
)
def test_a_seat_that_is_not_an_enrolments_is_named(
    make: Make, acting: Acting, damage: str, named: str
) -> None:
    enrolment = make.enrolment(make.offering(seats=1))
    make.offering(seats=0)
    with acting():
        assert data.seats_match_enrolments() == []
        sql(damage)
        (problem,) = data.seats_match_enrolments()
    assert problem.startswith(f"Enrolment {enrolment.id} ")
    assert named in problem


def test_a_free_seat_that_somebody_waits_for_is_named(make: Make, acting: Acting) -> None:
    offering = make.offering(seats=1)
    make.enrolment(offering)
    make.enrolment(offering, status=EnrolmentStatus.waiting)
    with acting():
        assert data.nobody_waits_for_a_free_seat() == []
        sql("UPDATE seats SET enrolment_id = NULL")
        (problem,) = data.nobody_waits_for_a_free_seat()
        sql("UPDATE seats SET pool = 'chungcheong'")
        kept_for_others = data.nobody_waits_for_a_free_seat()
    assert offering.code in problem
    assert kept_for_others == []


@pytest.fixture
def record(make: Make, acting: Acting) -> AttendanceRecord:
    """One person, present for a whole day of eight hours."""
    offering = make.offering(starts_in=-3)
    session, enrolment = make.session(offering), make.enrolment(offering)
    both = {"session_id": session.id, "enrolment_id": enrolment.id, "mark": Mark.present}
    with acting():
        db.session.add(AttendanceEvent(**both, source=Source.roll_call, at=clock.now()))
        kept = AttendanceRecord(**both, minutes=480)
        db.session.add(kept)
    return kept


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE attendance_records SET minutes = 470", "is not what its events come to"),
        ("UPDATE attendance_records SET mark = 'absent'", "is not what its events come to"),
        ("DELETE FROM attendance_records", "have no record"),
    ],
)
def test_a_record_that_its_events_do_not_come_to_is_named(
    record: AttendanceRecord, acting: Acting, damage: str, named: str
) -> None:
    with acting():
        assert data.records_match_events() == []
        sql(damage)
        (problem,) = data.records_match_events()
    assert named in problem


@pytest.fixture
def certificate(make: Make, acting: Acting) -> Certificate:
    """An issued certificate, the first of its year, whose file is kept."""
    enrolment = make.enrolment(make.offering(starts_in=-30))
    with acting():
        key = storage().put(b"a paper")
        issued = Certificate(
            enrolment_id=enrolment.id,
            holder_id=enrolment.user_id,
            offering_id=enrolment.offering_id,
            year=2026,
            serial=1,
            number="제2026-0001호",
            code="AAAA-BBBB-CCCC-DDDD",
            facts={},
            issued_on=date(2026, 3, 2),
            status=CertificateStatus.issued,
            created_at=clock.now(),
            made_at=clock.now(),
            file_key=key,
            file_size=7,
        )
        db.session.add_all([issued, NumberSeries(series="completion", year=2026, last=1)])
    return issued


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE number_series SET last = 2",
        "UPDATE certificates SET serial = 2",
        "DELETE FROM number_series",
    ],
)
def test_a_gap_in_the_numbers_is_named(
    certificate: Certificate, acting: Acting, damage: str
) -> None:
    with acting():
        assert data.numbers_without_gaps() == []
        sql(damage)
        (problem,) = data.numbers_without_gaps()
    assert problem.startswith("Certificates of 2026 (completion): ")


def test_a_file_that_is_missing_is_named(certificate: Certificate, acting: Acting) -> None:
    with acting():
        assert data.files_unchanged() == []
        sql("UPDATE certificates SET file_key = :key", key="0" * 64)
        assert data.files_unchanged() == ["Certificate 제2026-0001호: its file is missing."]
        sql("UPDATE certificates SET file_key = NULL")
        assert data.files_unchanged() == ["Certificate 제2026-0001호: it has no file."]


def test_a_file_that_was_changed_is_named(certificate: Certificate, app, acting: Acting) -> None:
    key = certificate.file_key or ""
    (kept,) = (app.extensions["settings"].home / "files").rglob(key)
    kept.write_bytes(b"another paper")
    with acting():
        assert data.files_unchanged() == ["Certificate 제2026-0001호: its file was changed."]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE certificates SET status = 'replaced'",
        "INSERT INTO certificates (holder_id, offering_id, series, year, serial, version, number, code,"
        " facts, issued_on, status, created_at, tries, problem, end_reason)"
        " SELECT (SELECT max(id) FROM users), offering_id, series, year, serial, 2, number, 'other',"
        " facts, issued_on, status, created_at, 0, '', '' FROM certificates",
    ],
)
def test_versions_that_do_not_follow_are_named(
    certificate: Certificate, make: Make, acting: Acting, damage: str
) -> None:
    make.user("다른 사람")
    with acting():
        assert data.versions_follow_each_other() == []
        sql(damage)
        assert "제2026-0001호" in data.versions_follow_each_other()[0]


def test_an_order_that_waits_for_long_is_named(make: Make, acting: Acting) -> None:
    operator = make.operator()
    with acting():
        assert data.orders_moving() == []
        waiting = Order(
            kind=OrderKind.archive,
            ordered_by=operator.id,
            created_at=clock.now() - timedelta(hours=1),
            problem="The disk is full.",
        )
        db.session.add(waiting)
        db.session.flush()
        assert "The disk is full." in data.orders_moving()[0]


def test_a_certificate_that_is_never_made_is_named(
    certificate: Certificate, acting: Acting
) -> None:
    with acting():
        assert data.papers_moving() == []
        old = clock.now() - timedelta(minutes=16)
        row = db.session.get_one(Certificate, certificate.id)
        row.status, row.made_at, row.file_key = CertificateStatus.queued, None, None
        row.created_at, row.problem = old, "No font."
        db.session.flush()
        assert data.papers_moving() == ["Certificate 제2026-0001호 is still not made. No font."]


@pytest.mark.parametrize(
    ("minutes", "status", "stuck"),
    [
        (16, MessageStatus.queued, True),
        (14, MessageStatus.queued, False),
        (16, MessageStatus.sent, False),
        (16, MessageStatus.failed, False),
        (-60, MessageStatus.queued, False),
    ],
)
def test_messages_that_wait_for_long_are_counted(
    acting: Acting, minutes: int, status: MessageStatus, stuck: bool
) -> None:
    due = clock.now() - timedelta(minutes=minutes)
    with acting():
        db.session.add(
            Message(
                address="a@example.org",
                template="x/y",
                facts={},
                status=status,
                created_at=due,
                not_before=due,
            )
        )
        db.session.flush()
        assert bool(data.messages_moving()) is stuck


def test_only_the_first_few_cases_are_named(make: Make, acting: Acting) -> None:
    offering = make.offering(seats=8)
    for _ in range(8):
        make.enrolment(offering)
    with acting():
        sql("UPDATE seats SET enrolment_id = NULL")
        problems = data.seats_match_enrolments()
    assert len(problems) == 6
    assert problems[-1] == "… and 3 more of the kind."
