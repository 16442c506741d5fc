"""The sum behind the figure: trainee, instructor and firm see the same; nobody else sees it."""

from datetime import time, timedelta

import pytest

from lms.attendance import services
from lms.attendance.marks import Mark
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession
from lms.catalogue.rule import Basis, CompletionRule
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Membership, MembershipKind
from tests.attendance.conftest import DAY, at


@pytest.fixture
def course(make, acting):
    """Four days of 8 hours, three over: late, late, present half a day less; someone of a firm."""
    firm, instructor = make.firm(), make.instructor()
    person, manager = make.user("가온"), make.user("박담당")
    make.member(person, firm)
    make.member(manager, firm, MembershipKind.manager)
    offering = make.offering(starts_on=DAY)
    enrolment = make.enrolment(offering, person, firm_id=firm.id)
    days = [DAY + timedelta(days=n) for n in range(4)]
    sessions = [make.session(offering, day=day, instructors=[instructor]) for day in days]
    for session, day, left in zip(sessions, days, (None, None, time(11)), strict=False):
        said = MarkInput(Mark.late, arrived_at=clock.at(day, time(10)))
        if left:
            said = MarkInput(Mark.left_early, left_at=clock.at(day, left))
        with clock.frozen(clock.at(day, time(18))), acting():
            session = db.session.merge(session)
            services.mark(actor=instructor, session=session, marks={enrolment.id: said})
            services.lock(actor=instructor, session=session)
    return firm, instructor, manager, enrolment, sessions


def look(browse, sign_in, person, path):
    sign_in(person)
    return browse(path)


def test_three_people_see_one_sum(course, acting, browse, sign_in):
    _, instructor, manager, enrolment, sessions = course
    paths = {
        f"/my/enrolments/{enrolment.id}/attendance": enrolment.user_id,
        f"/teach/sessions/{sessions[0].id}/standing/{enrolment.id}": instructor.id,
        f"/firm/enrolments/{enrolment.id}/attendance": manager.id,
    }
    with clock.frozen(at("19:00", DAY + timedelta(days=2))), acting():
        people = {path: db.session.get(type(manager), who) for path, who in paths.items()}
    with clock.frozen(at("19:00", DAY + timedelta(days=2))):
        pages = [look(browse, sign_in, people[path], path) for path in paths]
    for page in pages:
        assert "3일, 24시간" in page.text  # of class so far
        assert "1일, 2시간" in page.text  # the short day is taken off
        assert "24시간 중 14시간 = 58%" in page.text
        assert "19시간 12분 (80%)" in page.text
        assert "모두 출석해도 68%" in page.text  # what can still come


def test_by_days_the_penalty_is_shown(course, acting, browse, sign_in):
    _, _, manager, enrolment, _ = course
    with acting():
        db.session.merge(enrolment).offering.rule = CompletionRule(basis=Basis.days, penalty=2)
    with clock.frozen(at("19:00", DAY + timedelta(days=2))):
        page = look(browse, sign_in, manager, f"/firm/enrolments/{enrolment.id}/attendance")
    assert "2 ÷ 2 = 1일 차감" in page.text
    assert "3일 중 1일 = 33%" in page.text


def test_a_firm_loses_sight_the_moment_somebody_leaves(course, make, acting, client, sign_in):
    _, _, manager, enrolment, sessions = course
    path = f"/firm/enrolments/{enrolment.id}/attendance"
    privately = make.enrolment(make.offering(), make.user())
    sign_in(manager)
    assert client.get(path).status_code == 200
    assert client.get(f"/firm/enrolments/{privately.id}/attendance").status_code == 404
    stranger = make.user()
    make.member(stranger, make.firm("다른 회사"), MembershipKind.manager)
    sign_in(stranger)
    assert client.get(path).status_code == 404
    sign_in(manager)
    with acting():
        found = db.session.query(Membership).filter_by(user_id=enrolment.user_id).one()
        found.ended_at = clock.now()
    assert client.get(path).status_code == 404
    sign_in(make.instructor("다른 강사"))
    assert (
        client.get(f"/teach/sessions/{sessions[0].id}/standing/{enrolment.id}").status_code == 404
    )


def test_the_firm_is_not_told_why_somebody_was_excused(course, acting, browse, sign_in):
    _, instructor, manager, enrolment, sessions = course
    day = DAY + timedelta(days=3)
    with clock.frozen(clock.at(day, time(12))), acting():
        said = {enrolment.id: MarkInput(Mark.excused, reason="수술")}
        services.mark(actor=instructor, session=db.session.get_one(ClassSession, sessions[3].id),
                      marks=said)  # fmt: skip
    path = f"/teach/sessions/{sessions[0].id}/standing/{enrolment.id}"
    assert "수술" in look(browse, sign_in, instructor, path).text
    page = look(browse, sign_in, manager, f"/firm/enrolments/{enrolment.id}/attendance")
    assert "공가" in page.text
    assert "수술" not in page.text
