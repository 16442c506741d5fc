"""Does the data keep its promises? Each check looks for what must never be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from lms.attendance.models import AttendanceEvent, AttendanceRecord, block_of
from lms.attendance.presence import Said
from lms.attendance.records import record
from lms.catalogue.models import ClassSession, Offering, OfferingStatus
from lms.certificates.models import Certificate, CertificateStatus, NumberSeries, Order
from lms.classrooms.models import Occurrence, OccurrenceStatus, Room, RoomPhoto
from lms.core import clock
from lms.core.db import db
from lms.core.storage import Altered, storage
from lms.enrolment.models import SEATED, Enrolment, EnrolmentStatus, Party, Seat
from lms.enrolment.queries import is_free
from lms.notifications.models import Message, MessageStatus

PATIENCE = timedelta(minutes=15)
"""How long something due may wait before it counts as stuck."""

SHOWN = 5
"""How many cases of one kind are named."""


def rooms_never_double_booked() -> list[str]:
    """No two confirmed occurrences overlap in a room."""
    one, other = aliased(Occurrence), aliased(Occurrence)
    overlapping = and_(
        one.room_id == other.room_id,
        one.id < other.id,
        one.blocked_from < other.blocked_until,
        one.blocked_until > other.blocked_from,
        other.status == OccurrenceStatus.confirmed,
    )
    statement = (
        select(Room.code, one.id, other.id)
        .join(other, overlapping)
        .join(Room, Room.id == one.room_id)
        .where(one.status == OccurrenceStatus.confirmed)
        .order_by(one.id)
    )
    return named(
        f"Room {room} is taken twice at once (occurrences {a} and {b})."
        for room, a, b in db.session.execute(statement)
    )


def classes_match_bookings() -> list[str]:
    """A class has its room at its time; one that was called off has given it back."""
    off, cancelled = ClassSession.called_off_at, Occurrence.status == OccurrenceStatus.cancelled
    statement = (
        select(ClassSession.id)
        .join(Occurrence, Occurrence.id == ClassSession.occurrence_id)
        .where(
            or_(
                ClassSession.starts_at != Occurrence.starts_at,
                ClassSession.ends_at != Occurrence.ends_at,
                and_(off.is_(None), cancelled),
                and_(off.is_not(None), ~cancelled),
            )
        )
        .order_by(ClassSession.id)
    )
    return named(
        f"Class session {id_} and its booking disagree." for id_ in db.session.scalars(statement)
    )


def seats_match_enrolments() -> list[str]:
    """Whoever is enrolled or has an offer has a seat of that offering, and nobody else has one."""
    statement = (
        select(Enrolment.id, Enrolment.status, Seat.id, Seat.offering_id == Enrolment.offering_id)
        .outerjoin(Seat, Seat.enrolment_id == Enrolment.id)
        .where(
            or_(
                and_(Enrolment.status.in_(SEATED), Seat.id.is_(None)),
                and_(Enrolment.status.not_in(SEATED), Seat.id.is_not(None)),
                Seat.offering_id != Enrolment.offering_id,
            )
        )
        .order_by(Enrolment.id)
    )
    return named(
        f"Enrolment {id_} ({status}) "
        + ("has no seat." if seat is None else f"has seat {seat}{'' if own else ' elsewhere'}.")
        for id_, status, seat, own in db.session.execute(statement)
    )


def nobody_waits_for_a_free_seat() -> list[str]:
    """While enrolment is open, no seat is free that somebody in the line could have."""
    statement = (
        select(Offering.code)
        .join(Seat, and_(Seat.offering_id == Offering.id, is_free()))
        .join(
            Enrolment,
            and_(
                Enrolment.offering_id == Offering.id,
                Enrolment.status == EnrolmentStatus.waiting,
                or_(Seat.pool.is_(None), Seat.pool == Enrolment.group),
            ),
        )
        .outerjoin(Party, Enrolment.party_id == Party.id)
        .where(or_(Party.id.is_(None), Party.together.is_(False)))
        .where(Offering.status == OfferingStatus.published, Offering.enrol_until > clock.now())
        .distinct()
        .order_by(Offering.code)
    )
    return named(
        f"{code} has a free seat while somebody waits for it."
        for code in db.session.scalars(statement)
    )


def records_match_events() -> list[str]:
    """Every attendance record is what its events come to."""
    events: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for event in db.session.scalars(select(AttendanceEvent).order_by(AttendanceEvent.id)):
        events[event.session_id, event.enrolment_id].append(event.said)
    kept = (
        select(AttendanceRecord, ClassSession, Offering.rule_grace, Offering.rule_check_out)
        .join(ClassSession, ClassSession.id == AttendanceRecord.session_id)
        .join(Offering, Offering.id == ClassSession.offering_id)
        .order_by(AttendanceRecord.id)
    )
    wrong = []
    for row, session, grace, must_leave in db.session.execute(kept):
        said = events.pop((row.session_id, row.enrolment_id), [])
        come_to = record(block_of(session), said, grace, must_leave=must_leave)
        if row.result != come_to:
            wrong.append(f"Attendance record {row.id} is not what its events come to.")
    wrong += [f"Events of session {s}, enrolment {e} have no record." for s, e in events]
    return named(wrong)


def numbers_without_gaps() -> list[str]:
    """In each series and year, every number up to the last one taken was given once."""
    last = {
        (one.series, one.year): one.last for one in db.session.scalars(select(NumberSeries)).all()
    }
    statement = (
        select(Certificate.series, Certificate.year, Certificate.serial)
        .distinct()
        .order_by(Certificate.series, Certificate.year, Certificate.serial)
    )
    given = {
        key: [row.serial for row in rows]
        for key, rows in groupby(db.session.execute(statement), key=lambda row: (row[0], row[1]))
    }
    return named(
        f"Certificates of {year} ({series}): numbers 1 to {last.get((series, year), 0)} were taken, "
        f"{len(given.get((series, year), []))} are in the register."
        for series, year in sorted(last.keys() | given.keys())
        if given.get((series, year), []) != list(range(1, last.get((series, year), 0) + 1))
    )


def files_unchanged() -> list[str]:
    """Every issued certificate's file is there and is what was made, until it is destroyed."""
    statement = (
        select(Certificate.number, Certificate.file_key)
        .where(
            Certificate.status != CertificateStatus.queued,
            Certificate.made_at.is_not(None),
            Certificate.erased_at.is_(None),
        )
        .order_by(Certificate.id)
    )
    return named(
        f"Certificate {number}: {problem}"
        for number, key in db.session.execute(statement)
        if (problem := file_problem(key))
    )


def pictures_unchanged() -> list[str]:
    """Every picture of a room is there in both sizes and is what was made of it."""
    statement = (
        select(Room.code, RoomPhoto.file_key, RoomPhoto.small_key)
        .join(Room, Room.id == RoomPhoto.room_id)
        .order_by(RoomPhoto.id)
    )
    return named(
        f"A picture of room {code}: {problem}"
        for code, *keys in db.session.execute(statement)
        for key in keys
        if (problem := file_problem(key))
    )


def file_problem(key: str | None) -> str:
    """What is wrong with a kept file; "" if nothing is."""
    if key is None:
        return "it has no file."
    try:
        storage().get(key)
    except FileNotFoundError:
        return "its file is missing."
    except Altered:
        return "its file was changed."
    return ""


def versions_follow_each_other() -> list[str]:
    """A replaced certificate has a next version; under one number no two are valid."""
    newer = aliased(Certificate)
    same = and_(
        newer.series == Certificate.series,
        newer.year == Certificate.year,
        newer.serial == Certificate.serial,
    )
    after = select(newer.id).where(same, newer.version == Certificate.version + 1)
    live = (CertificateStatus.queued, CertificateStatus.issued)
    also = select(newer.id).where(same, newer.id != Certificate.id, newer.status.in_(live))
    wrong = or_(
        and_(Certificate.status == CertificateStatus.replaced, ~after.exists()),
        and_(Certificate.status.in_(live), also.exists()),
    )
    statement = select(Certificate.number, Certificate.version).where(wrong)
    return named(
        f"Certificate {number}, version {version}: its versions don't follow each other."
        for number, version in db.session.execute(statement.order_by(Certificate.id))
    )


def orders_moving() -> list[str]:
    """Nothing ordered waits for long to be put together."""
    due = clock.now() - PATIENCE
    statement = select(Order.id, Order.problem).where(
        Order.made_at.is_(None), Order.created_at < due
    )
    return named(
        f"Order {id_} is still not put together. {problem}".strip()
        for id_, problem in db.session.execute(statement.order_by(Order.id))
    )


def papers_moving() -> list[str]:
    """No certificate waits for its paper for long."""
    due = clock.now() - PATIENCE
    statement = (
        select(Certificate.number, Certificate.problem)
        .where(Certificate.status == CertificateStatus.queued, Certificate.created_at < due)
        .order_by(Certificate.id)
    )
    return named(
        f"Certificate {number} is still not made. {problem}".strip()
        for number, problem in db.session.execute(statement)
    )


def messages_moving() -> list[str]:
    """No message is due for long."""
    due = clock.now() - PATIENCE
    stuck = db.session.scalar(
        select(func.count(Message.id)).where(
            Message.status == MessageStatus.queued, Message.not_before < due
        )
    )
    return [f"{stuck} messages wait to be sent for more than 15 minutes."] if stuck else []


def named(problems: Iterable[str]) -> list[str]:
    """The first few, and how many more."""
    found = list(problems)
    more = [f"… and {len(found) - SHOWN} more of the kind."] if len(found) > SHOWN else []
    return found[:SHOWN] + more
