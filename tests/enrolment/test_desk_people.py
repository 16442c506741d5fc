"""The desk: a colleague instead of somebody, people who wait for a course; the kept share shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.audit.models import AuditEntry
from lms.core import clock
from lms.core.db import db
from lms.enrolment import queries, services
from lms.enrolment.services import GivingRules
from lms.firms.groups import Group
from tests.enrolment.conftest import here


@pytest.fixture
def operator(make, sign_in):
    return sign_in(make.operator())


def test_a_colleague_comes_instead_with_a_reason(make, browse, operator, acting):
    firm, offering = make.firm(), make.offering(seats=1)
    ill, colleague, there = make.user("김하나"), make.user("이두리"), make.user("박세나")
    for one in (ill, colleague, there):
        make.member(one, firm)
    with acting():
        old = services.enrol(actor=here(ill), offering=here(offering), user=here(ill))
        services.enrol(actor=here(there), offering=here(offering), user=here(there))
    page = browse(f"/desk/enrolments/{old.id}")
    assert f"/desk/enrolments/{old.id}/substitute" in page.all("//a/@href")
    form = browse(f"/desk/enrolments/{old.id}/substitute")
    assert form.all("//select[@name='person']/option/@value") == [str(colleague.id)]
    assert form.submit(person=str(colleague.id), reason="").status == 422
    page = form.submit(person=str(colleague.id), reason="전화로 요청")
    assert page.h1 == "이두리"
    assert "전화로 요청" in page.text
    with acting():
        entry = db.session.query(AuditEntry).filter_by(action="enrolment.substitute").one()
        assert entry.reason == "전화로 요청"
        assert queries.seated_ids(here(offering)) == [colleague.id]
        assert queries.get_enrolment(old.id).live is False


def test_the_history_tells_what_was_overruled_for_the_colleague(make, acting):
    firm, offering, operator = make.firm(), make.offering(seats=1), make.operator()
    ill, colleague = make.user(), make.user()
    needed = make.course("기초")
    for one in (ill, colleague):
        make.member(one, firm)
    with acting():
        old = services.enrol(actor=here(ill), offering=here(offering), user=here(ill))
        here(offering).course.needs = [here(needed)]
    with acting():
        services.substitute(
            actor=here(operator), enrolment=here(old), user=here(colleague), reason="전화"
        )
    with acting():
        entries = db.session.query(AuditEntry).filter_by(action="enrolment.enrolled")
        assert entries.order_by(AuditEntry.id.desc()).first().details["overruled"] == [
            "prerequisite"
        ]


def test_without_a_firm_or_a_colleague_the_page_says_so(make, browse, operator, acting):
    alone, only = make.enrolment(make.offering()), make.user()
    make.member(only, make.firm())
    path = f"/desk/enrolments/{alone.id}/substitute"
    assert "소속 기업 없이 신청한 사람" in browse(path).text
    offering = make.offering()
    with acting():
        one = services.enrol(actor=here(only), offering=here(offering), user=here(only))
    assert "대신 참석할 수 있는" in browse(f"/desk/enrolments/{one.id}/substitute").text


def test_the_desk_sees_who_waits_for_a_course(make, browse, operator, acting):
    course, quiet = make.course(), make.course()
    waiting = make.user("성춘향")
    make.member(waiting, make.firm("한빛정밀"))
    with acting():
        services.register_interest(actor=here(waiting), course=here(course))
    path = f"/desk/courses/{course.code}/interested"
    assert browse("/desk/courses").all("//td/a[contains(@href, '/interested')]/@href") == [path]
    assert path in browse(f"/desk/courses/{course.code}/edit").all("//a/@href")
    page = browse(path)
    assert "성*향" in page.text
    assert "성춘향" not in page.text
    assert "한빛정밀" in page.text
    assert "1명이 개설을 기다리고 있습니다" in page.text
    assert "기다리는 사람이 없습니다" in browse(f"/desk/courses/{quiet.code}/interested").text


def test_somebody_of_a_firm_sees_the_share_kept_for_it(make, browse, sign_in, acting):
    offering, person = make.offering(seats=3), make.user()
    make.member(person, make.firm())
    common_at, desk = clock.now() + timedelta(days=2), make.operator()
    with acting():
        facts = {"actor": here(desk), "offering": here(offering)}
        services.set_pools(**facts, wanted={Group.jeonbuk_built: 2, None: 1})
        services.set_rules(**facts, rules=GivingRules(common_at=common_at))
    path = f"/offerings/{offering.code}"
    assert "몫" not in browse(path).text
    sign_in(person)
    assert "우리 기업 몫 2석 남음" in browse(path).text
    sign_in(make.user())
    assert "몫" not in browse(path).text
