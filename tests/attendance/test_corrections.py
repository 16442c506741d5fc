"""Corrections after the lock: alone for some days, later only with a second person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.attendance import queries, services
from lms.attendance.marks import Mark
from lms.attendance.models import Correction
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from tests.attendance.conftest import Acting, Classroom, at
from tests.make import Make
from tests.pages import Browser

SignIn = Callable[[User], User]
PRESENT = MarkInput(Mark.present)


@pytest.fixture
def locked(classroom: Classroom, acting: Acting) -> Classroom:
    """The sheet is locked, everybody is absent."""
    with clock.frozen(at("17:45")), acting():
        session = db.session.get_one(ClassSession, classroom.session.id)
        services.lock(actor=classroom.instructor, session=session)
    return classroom


def correct(
    locked: Classroom, acting: Acting, actor: User, said: MarkInput = PRESENT
) -> int | None:
    with acting():
        waits = services.correct(
            actor=actor,
            session=db.session.get_one(ClassSession, locked.session.id),
            enrolment_id=locked.enrolments[0].id,
            said=said,
            reason="서명 확인",
        )
        return waits.id if waits else None


def mark_of(locked: Classroom, acting: Acting) -> Mark:
    with acting():
        session = db.session.get_one(ClassSession, locked.session.id)
        found = {one.enrolment_id: one.mark for one in queries.records_of(session)}
        return found[locked.enrolments[0].id]


DAYS = [(0, True), (3, True), (4, False), (30, False)]


@pytest.mark.parametrize(("days", "alone"), DAYS)
def test_for_three_days_one_person_will_do(
    locked: Classroom, acting: Acting, make: Make, days: int, alone: bool
) -> None:
    operator = make.operator()
    with clock.frozen(at("19:00") + timedelta(days=days)):
        assert (correct(locked, acting, operator) is None) is alone
        assert mark_of(locked, acting) is (Mark.present if alone else Mark.absent)


def decide(acting: Acting, actor: User, number: int, approve: bool, decision: str = "") -> None:
    with acting():
        services.decide_correction(
            actor=actor,
            correction=db.session.get_one(Correction, number),
            approve=approve,
            decision=decision,
        )


def test_a_second_person_approves(locked: Classroom, acting: Acting, make: Make) -> None:
    one, other = make.operator("하나"), make.operator("둘째")
    with clock.frozen(at("10:00") + timedelta(days=10)):
        number = correct(locked, acting, one)
        assert number
        with pytest.raises(Refused, match="이미"):  # one at a time
            correct(locked, acting, other)
        with pytest.raises(Refused, match="다른 사람"):
            decide(acting, one, number, approve=True)
        decide(acting, other, number, approve=True)
        with pytest.raises(Refused):  # once
            decide(acting, other, number, approve=True)
    assert mark_of(locked, acting) is Mark.present
    with acting():
        session = db.session.get_one(ClassSession, locked.session.id)
        events = queries.events_of(session, locked.enrolments[0].id)
        assert [event.mark for event in events] == [
            Mark.absent,
            Mark.present,
        ]  # the old value stays


def test_refused_nothing_changes(locked: Classroom, acting: Acting, make: Make) -> None:
    one, other = make.operator("하나"), make.operator("둘째")
    with clock.frozen(at("10:00") + timedelta(days=10)):
        number = correct(locked, acting, one)
        assert number
        with pytest.raises(Invalid):
            decide(acting, other, number, approve=False)
        decide(acting, other, number, approve=False, decision="서명이 없습니다")
    assert mark_of(locked, acting) is Mark.absent


def test_the_database_wants_two_people(locked: Classroom, acting: Acting, make: Make) -> None:
    one = make.operator("하나")
    with clock.frozen(at("10:00") + timedelta(days=10)):
        number = correct(locked, acting, one)
    with pytest.raises(IntegrityError), acting():
        db.session.get_one(Correction, number).decided_by_id = one.id


def test_a_record_that_changed_since_is_not_overwritten(
    locked: Classroom, acting: Acting, make: Make
) -> None:
    one, other = make.operator("하나"), make.operator("둘째")
    with clock.frozen(at("10:00") + timedelta(days=10)):
        number = correct(locked, acting, one)
        assert number
        with clock.frozen(at("19:00")):  # as if it had been done before
            correct(locked, acting, other, MarkInput(Mark.late, arrived_at=at("10:00")))
        with pytest.raises(Refused, match="다른 사람이"):
            decide(acting, other, number, approve=True)


def test_on_the_desk(
    locked: Classroom, acting: Acting, make: Make, sign_in: SignIn, browse: Browser
) -> None:
    one, other = make.operator("하나"), make.operator("둘째")
    with clock.frozen(at("10:00") + timedelta(days=10)):
        sign_in(one)
        path = f"{locked.path}/people/{locked.enrolments[0].id}"
        page = browse(path)
        assert "두 번째 사람이 승인" in page.text
        asked = page.submit(path, mark="present", reason="서명 확인")
        assert "직접 신청한 정정" in asked.text
        sign_in(other)
        with acting():
            number = db.session.scalar(select(Correction.id))
        browse("/desk/corrections").submit(f"/desk/corrections/{number}", approve="yes")
        assert "둘째" in browse("/desk/corrections").text
    assert mark_of(locked, acting) is Mark.present
