"""Confirmations of attendance and teaching: taken by oneself, with the hours up to now."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lms.accounts.models import User
from lms.attendance import services as attendance
from lms.attendance.marks import Mark
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession, Offering
from lms.certificates import services
from lms.certificates.models import Certificate, CertificateStatus, Series
from lms.certificates.services.gathering import in_hours
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.core.storage import storage
from lms.enrolment.models import Enrolment
from lms.jobs.queue import run_waiting
from tests.certificates.conftest import Acting
from tests.certificates.papers import text_of
from tests.make import Make
from tests.pages import Browser

SignIn = Callable[[User], User]
FIRST = date(2026, 11, 18)


@pytest.fixture
def teacher(make: Make) -> User:
    return make.instructor("이강사")


@pytest.fixture
def days(make: Make, teacher: User) -> list[ClassSession]:
    """Two days of class of eight hours each, by one instructor."""
    offering = make.offering(make.course(hours=16, days=2), starts_on=FIRST)
    room = make.room()
    return [
        make.session(offering, room=room, day=FIRST + timedelta(days=n), instructors=[teacher])
        for n in range(2)
    ]


@pytest.fixture
def seated(make: Make, days: list[ClassSession]) -> Enrolment:
    with make._acting():
        offering = db.session.get_one(Offering, days[0].offering_id)
    return make.enrolment(offering, make.user("홍길동"))


def present(acting: Acting, session: ClassSession, enrolment: Enrolment, by: User) -> None:
    with acting():
        held = db.session.get_one(ClassSession, session.id)
        attendance.mark(actor=by, session=held, marks={enrolment.id: MarkInput(Mark.present)})


def confirm(acting: Acting, enrolment: Enrolment) -> int:
    with acting():
        held = db.session.get_one(Enrolment, enrolment.id)
        return services.confirm_attendance(actor=held.user, enrolment=held).id


def row(acting: Acting, certificate_id: int) -> Certificate:
    with acting():
        return db.session.get_one(Certificate, certificate_id, populate_existing=True)


@pytest.mark.parametrize(("minutes", "hours"), [(0, 0), (480, 8), (50, 0.8), (59, 0.9), (90, 1.5)])
def test_a_paper_promises_no_minute_too_much(minutes: int, hours: float) -> None:
    assert in_hours(minutes) == hours


def test_attendance_says_the_hours_so_far_and_grows(
    app: Gate, acting: Acting, days: list[ClassSession], seated: Enrolment, teacher: User
) -> None:
    with clock.frozen(days[0].ends_at):
        present(acting, days[0], seated, teacher)
        first = confirm(acting, seated)
        run_waiting(app)
        assert confirm(acting, seated) == first  # nothing new: the same paper
    with clock.frozen(days[1].ends_at):
        present(acting, days[1], seated, teacher)
        second = confirm(acting, seated)
        run_waiting(app)
    old, new = row(acting, first), row(acting, second)
    assert (old.facts["attended"], new.facts["attended"]) == (8, 16)
    assert (old.number, old.version, new.version) == (new.number, 1, 2)
    assert old.number.startswith("제A2026-")
    assert old.status is CertificateStatus.replaced
    with acting():
        text = text_of(storage().get(new.file_key or ""))
    assert "수강확인서" in text
    assert "총 16시간 중 16시간" in text


def test_before_the_first_class_there_is_nothing_to_confirm(
    acting: Acting, days: list[ClassSession], seated: Enrolment
) -> None:
    with clock.frozen(days[0].starts_at - timedelta(days=1)), pytest.raises(Refused):
        confirm(acting, seated)


def test_teaching_lists_the_classes_that_are_over(
    app: Gate, acting: Acting, days: list[ClassSession], teacher: User, browse: Browser,
    sign_in: SignIn,
) -> None:  # fmt: skip
    sign_in(teacher)
    with clock.frozen(days[0].ends_at):
        page = browse("/my/certificates")
        made = page.submit(f"/my/confirmations/teaching/{days[0].offering_id}")
        assert "출강확인서" in made.text
        run_waiting(app)
    number = int(made.path.rsplit("/", 1)[1])
    paper = row(acting, number)
    assert (paper.series, paper.enrolment_id) == (Series.teaching, None)
    assert (paper.facts["hours"], paper.facts["to_on"]) == (8, FIRST.isoformat())
    with acting():
        assert "출강확인서" in text_of(storage().get(paper.file_key or ""))
    assert browse.client.get(f"/my/certificates/{number}.pdf").status_code == 200


def test_who_has_not_taught_has_nothing_to_confirm(
    acting: Acting, days: list[ClassSession], make: Make, browse: Browser, sign_in: SignIn
) -> None:
    other = make.instructor("최강사")
    with clock.frozen(days[1].ends_at):
        sign_in(other)
        page = browse("/my/certificates")
        assert "출강확인서" not in page.text
        with acting(), pytest.raises(Refused):
            offering = db.session.get_one(Offering, days[0].offering_id)
            services.confirm_teaching(actor=other, offering=offering, instructor=other)


def test_each_kind_counts_for_itself(
    app: Gate, acting: Acting, days: list[ClassSession], seated: Enrolment, teacher: User
) -> None:
    with clock.frozen(days[1].ends_at):
        one = row(acting, confirm(acting, seated))
        with acting():
            offering = db.session.get_one(Offering, days[0].offering_id)
            made = services.confirm_teaching(actor=teacher, offering=offering, instructor=teacher)
            other = made.id
    assert (one.serial, row(acting, other).serial) == (1, 1)
    assert one.number != row(acting, other).number
