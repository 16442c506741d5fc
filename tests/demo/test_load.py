"""The demo as a whole: what a newcomer finds, on both databases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from lms.accounts.models import User
from lms.attendance.models import AttendanceRecord
from lms.attendance.queries import sheets_between
from lms.audit.models import AuditEntry
from lms.catalogue.models import Course, Offering, OfferingStatus, Stage
from lms.catalogue.services import advance_offerings
from lms.certificates.models import Certificate, CertificateStatus, Order, Series
from lms.certificates.queries import downloads_of, open_request_count, shares_of, unfounded_count
from lms.certificates.queries import of_user as papers_of
from lms.classrooms.models import Room
from lms.completion.models import Judgement, Verdict
from lms.core import clock
from lms.core.db import Base, db
from lms.core.gate import Gate
from lms.demo import run
from lms.demo.accounts import FIRM, INSTRUCTOR, TRAINEE
from lms.doctor import data
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries import of_user, seat_counts, under_minimum
from lms.firms.models import Firm, MembershipKind
from lms.firms.queries import find_membership, members
from lms.notices.models import Notice
from lms.notifications.models import Message, MessageStatus
from tests.demo.conftest import TODAY


def person(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def count(kind: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def sizes() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_loading_again_changes_nothing(academy: Gate) -> None:
    before = sizes()
    assert not run.load(TODAY)
    assert sizes() == before


def test_the_catalogue_is_whole(academy: Gate) -> None:
    assert count(Course) == 35
    assert all(room.is_example for room in db.session.scalars(select(Room)))
    assert {room.floor for room in db.session.scalars(select(Room))} == {1, 2}
    assert count(Firm) == 20
    assert count(Notice) == 5


def test_there_is_an_offering_in_every_stage(academy: Gate) -> None:
    advance_offerings()  # as the worker does each minute
    offerings = db.session.scalars(select(Offering)).all()
    stages = Counter(offering.stage(clock.now()) for offering in offerings)
    db.session.rollback()
    assert set(stages) == set(Stage)
    assert stages[Stage.open] >= 10


def test_one_is_nearly_full_and_one_has_a_waiting_list(academy: Gate) -> None:
    counts = seat_counts([offering.id for offering in db.session.scalars(select(Offering))])
    assert any(one.free == 1 for one in counts.values())
    assert any(one.free == 0 and one.waiting >= 4 for one in counts.values())


def test_one_may_not_take_place(academy: Gate) -> None:
    assert [one.seats.taken for one in under_minimum()] == [5]


def test_some_completed_and_some_did_not_and_some_wait_for_a_verdict(academy: Gate) -> None:
    verdicts = Counter(db.session.scalars(select(Judgement.verdict)))
    assert verdicts[Verdict.completed] > 150
    assert verdicts[Verdict.not_completed] >= 5
    finished = select(Offering).where(Offering.status == OfferingStatus.finished)
    judged = (
        select(Enrolment.offering_id)
        .join(Judgement, Judgement.enrolment_id == Enrolment.id)
        .distinct()
    )
    assert db.session.scalars(finished.where(Offering.id.not_in(judged))).all()


def test_the_instructor_has_a_class_today(academy: Gate) -> None:
    start, end = clock.day_bounds(TODAY)
    sheets = sheets_between(start, end, person(INSTRUCTOR))
    assert len(sheets) == 1
    assert sheets[0].session.starts_at < clock.now() < sheets[0].session.ends_at
    assert not sheets[0].locked


def test_the_trainee_has_something_of_everything(academy: Gate) -> None:
    mine = of_user(person(TRAINEE))
    found = {(one.offering.stage(clock.now()), one.status) for one in mine}
    assert (Stage.running, EnrolmentStatus.enrolled) in found
    assert (Stage.open, EnrolmentStatus.waiting) in found
    assert (Stage.open, EnrolmentStatus.enrolled) in found
    certificates = select(Certificate).where(Certificate.enrolment_id.in_([one.id for one in mine]))
    papers = db.session.scalars(certificates).all()
    assert {one.series for one in papers} == {Series.completion, Series.attendance}


def test_papers_have_every_fate(academy: Gate) -> None:
    states = set(db.session.scalars(select(Certificate.status)))
    assert states == set(CertificateStatus)
    assert open_request_count() == 1
    assert unfounded_count() == 1
    assert len(db.session.scalars(select(Order)).all()) == 2
    (own,) = (one for one in papers_of(person(TRAINEE)) if one.series is Series.completion)
    assert len(shares_of(own)) == 1
    assert len(downloads_of(own)) == 2


def test_the_firm_has_a_manager_and_five_people(academy: Gate) -> None:
    membership = find_membership(person(FIRM))
    assert membership is not None
    assert membership.kind is MembershipKind.manager
    everybody = members(membership.firm)
    assert len(everybody) == 6
    assert person(TRAINEE).id in {one.user_id for one in everybody}


def test_the_past_lies_in_the_past_and_in_order(academy: Gate) -> None:
    moments = db.session.scalars(select(AuditEntry.at).order_by(AuditEntry.id)).all()
    assert list(moments) == sorted(moments)
    assert moments[-1] < clock.day_bounds(TODAY)[0]
    assert moments[0] < clock.now() - timedelta(days=120)


def test_nothing_waits_to_be_sent(academy: Gate) -> None:
    fates = Counter(db.session.scalars(select(Message.status)))
    assert set(fates) == {MessageStatus.sent, MessageStatus.failed}
    assert fates[MessageStatus.failed] == 1


def test_the_data_keeps_its_promises(academy: Gate) -> None:
    for check in (
        data.rooms_never_double_booked,
        data.classes_match_bookings,
        data.seats_match_enrolments,
        data.nobody_waits_for_a_free_seat,
        data.records_match_events,
        data.numbers_without_gaps,
        data.messages_moving,
    ):
        assert check() == [], check.__name__


def test_the_same_day_gives_the_same_demo(academies: dict[str, Gate]) -> None:
    """The two databases were filled by loads of their own."""
    statement = (
        select(Offering.code, User.email, Enrolment.status, AttendanceRecord.mark)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .join(User, User.id == Enrolment.user_id)
        .outerjoin(AttendanceRecord, AttendanceRecord.enrolment_id == Enrolment.id)
    )
    told = []
    for app in academies.values():
        with app.app_context():
            told.append(sorted(tuple(map(str, row)) for row in db.session.execute(statement)))
            db.session.rollback()
    assert len(told[0]) > 400
    assert told[0] == told[1]
