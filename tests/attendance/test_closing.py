"""A roll call that nobody locks: reminded of, closed by itself, settled by an operator."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select

from lms.attendance import queries, services
from lms.attendance.marks import Mark
from lms.attendance.models import RollCall
from lms.attendance.records import days_of
from lms.attendance.saying import MarkInput
from lms.catalogue import services as catalogue
from lms.catalogue.models import ClassSession
from lms.catalogue.queries import academy_rule
from lms.completion import services as completion
from lms.completion.models import Verdict
from lms.completion.queries import judgements
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.notifications.letter import compose
from lms.notifications.models import Message
from tests.attendance.conftest import Classroom, at
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]


def on(acting: Acting, moment: str) -> None:
    """The worker's minute at a moment (2026-11-30 09:00)."""
    with clock.frozen(at(moment[11:], date.fromisoformat(moment[:10]))), acting():
        services.close_overdue()


def roll_call() -> RollCall | None:
    return db.session.scalars(select(RollCall)).one_or_none()


def letters() -> list[str]:
    statement = select(Message.template).where(Message.template == "completion/overdue")
    return list(db.session.scalars(statement))


@pytest.fixture
def half_marked(classroom: Classroom, acting: Acting) -> Classroom:
    """One of three was marked on 2026-11-23, and nobody has locked the sheet."""
    with acting():
        marks = {classroom.enrolments[0].id: MarkInput(Mark.present)}
        session = db.session.get_one(ClassSession, classroom.session.id)
        services.mark(actor=classroom.instructor, session=session, marks=marks)
    return classroom


def test_the_instructor_is_reminded_a_day_before_and_only_once(half_marked, acting):
    on(acting, "2026-11-29 23:59")
    with acting():
        assert letters() == []
    for hour in ("00:00", "00:01", "09:00"):
        on(acting, f"2026-11-30 {hour}")
    with acting():
        assert letters() == ["completion/overdue"]
        assert roll_call().locked_at is None
        message = db.session.scalars(select(Message)).one()
        letter = compose(message.template, message.facts)
        assert "2026년 11월 23일" in letter.text
        assert half_marked.path in letter.text


def test_it_closes_when_the_last_day_is_over_and_makes_nobody_absent(half_marked, acting):
    on(acting, "2026-11-30 00:00")
    on(acting, "2026-11-30 23:59")
    with acting():
        assert roll_call().locked_at is None
    on(acting, "2026-12-01 00:00")
    with acting():
        assert roll_call().closed_by_itself
        people = [db.session.get_one(Enrolment, one.id) for one in half_marked.enrolments]
        marks = [queries.of_enrolment(one)[0].mark for one in people]
        assert marks == [Mark.present, Mark.unconfirmed, Mark.unconfirmed]
        found = queries.attendance_of(people)
        days = [days_of(found[one.id].kept, half_day=True) for one in people]
        assert [len(one) for one in days] == [1, 0, 0]  # left out above and below the line
        assert {one.enrolment.id for one in queries.unconfirmed()} == {one.id for one in people[1:]}


def test_an_old_sheet_is_reminded_of_before_it_closes_whatever_the_days_say(half_marked, acting):
    on(acting, "2027-01-10 09:00")
    on(acting, "2027-01-11 08:59")
    with acting():
        assert letters() == ["completion/overdue"]
        assert roll_call().locked_at is None
    on(acting, "2027-01-11 09:00")
    with acting():
        assert roll_call().closed_by_itself


def test_switched_off_it_stays_open(half_marked, acting, make):
    with acting():
        catalogue.set_academy_rule(
            actor=make.operator(), rule=academy_rule().rule, close_days=3, lock_days=0
        )
    on(acting, "2027-01-10 09:00")
    on(acting, "2027-02-10 09:00")
    with acting():
        assert roll_call().locked_at is None
        assert letters() == []


def test_nobody_is_judged_before_an_operator_has_said_how_it_was(half_marked, acting, make):
    on(acting, "2026-11-30 00:00")
    on(acting, "2026-12-01 00:00")
    there, absent, later = (one.id for one in half_marked.enrolments)
    operator = make.operator()
    with clock.frozen(at("10:00", date(2026, 12, 8))):
        with acting():
            found = judgements([there, absent, later])
            assert {one: found[one].verdict for one in found} == {there: Verdict.completed}
            session = db.session.get_one(ClassSession, half_marked.session.id)
            said, why = MarkInput(Mark.absent), "강사에게 확인"
            waits = services.correct(
                actor=operator, session=session, enrolment_id=absent, said=said, reason=why
            )
            assert waits is None  # no value is changed, so one person is enough
        with acting():
            assert judgements([absent])[absent].verdict is Verdict.not_completed
            assert [one.enrolment.id for one in queries.unconfirmed()] == [later]
            session = db.session.get_one(ClassSession, half_marked.session.id)
            assert services.correct(
                actor=operator, session=session, enrolment_id=absent,
                said=MarkInput(Mark.present), reason=why,
            )  # fmt: skip  # now there is one: a second person
            completion.judge_now(actor=operator, offering=session.offering)
        with acting():
            assert judgements([later])[later].verdict is Verdict.not_completed


def test_the_operators_list_leads_to_where_it_is_said(
    half_marked, acting, make: Make, sign_in, browse: Browser
):
    on(acting, "2026-11-30 00:00")
    on(acting, "2026-12-01 00:00")
    sign_in(make.operator())
    assert "/desk/unconfirmed" in browse("/desk").links()
    page = browse("/desk/unconfirmed")
    assert "나래" in page.text
    assert "다솜" in page.text
    assert "가온" not in page.text
    where = f"/teach/sessions/{half_marked.session.id}/people/{half_marked.enrolments[1].id}"
    assert where in page.links()
    done = browse(where).submit(where, mark="absent", reason="강사에게 확인")
    assert "정정했습니다" in done.text
    assert "나래" not in browse("/desk/unconfirmed").text
