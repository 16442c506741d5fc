"""The pages, as people and operators use them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event

from lms.audit.models import AccessEntry
from lms.catalogue.models import OfferingStatus, Selection
from lms.core import clock
from lms.core.db import db
from lms.enrolment.models import Enrolment, EnrolmentStatus
from tests.enrolment.conftest import here


def button(browse, offering):
    """The offering's page, whose button has been seen."""
    return browse(f"/offerings/{offering.code}")


def status_of(acting, enrolment) -> str:
    with acting():
        return here(enrolment).status.value


class Statements(list):
    """SQL that the application runs while it is open."""

    def __init__(self, app) -> None:
        super().__init__()
        with app.app_context():
            self.engine = db.engine

    def __enter__(self) -> Statements:
        event.listen(self.engine, "before_cursor_execute", self.note)
        return self

    def __exit__(self, *_) -> None:
        event.remove(self.engine, "before_cursor_execute", self.note)

    def note(self, connection, cursor, statement, *_) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.append(statement)


def test_enrolling_shows_the_enrolment(make, browse, sign_in):
    offering = make.offering()
    make.session(offering)
    sign_in(make.user())
    page = button(browse, offering).submit("/enrol")
    assert page.status == 200
    assert page.h1 == "스마트공장의 이해"
    assert "좌석 번호는 1번입니다" in page.text
    assert "제1강의실" in page.text


def test_posting_twice_shows_the_same_enrolment(make, browse, sign_in, acting):
    offering = make.offering()
    sign_in(make.user())
    page = button(browse, offering)
    first, second = page.submit("/enrol"), page.submit("/enrol")
    assert (first.status, second.status) == (200, 200)
    assert first.path == second.path
    with acting():
        assert db.session.query(Enrolment).count() == 1


def test_a_refusal_says_why_and_what_helps(make, browse, sign_in, acting):
    offering = make.offering()
    sign_in(make.user())
    page = button(browse, offering)
    with acting():
        here(offering).enrol_until = clock.now() - timedelta(minutes=1)
    answer = page.submit("/enrol")
    assert answer.status == 409
    assert "마감되었습니다" in answer.text
    assert "다른 차수" in answer.text


def test_what_stands_in_the_way_is_said_before_one_tries(make, browse, sign_in):
    past = {"enrol_from": clock.now() - timedelta(days=3)}
    offering = make.offering(**past, enrol_until=clock.now() - timedelta(days=1))
    sign_in(make.user())
    page = button(browse, offering)
    assert "마감되었습니다" in page.text
    assert not page.all("//main//form")


def test_the_button_says_what_it_does(make, browse, client, sign_in):
    free, full = make.offering(), make.offering(make.course("만석"), seats=1)
    chosen = make.offering(make.course("선발"), selection=Selection.approval)
    make.enrolment(full)
    assert "로그인하고 신청하기" in button(browse, free).text
    sign_in(make.user())
    pages = [button(browse, one) for one in (free, full, chosen)]
    labels = ["".join(page.all("//main//form//button//text()")).strip() for page in pages]
    assert labels == ["수강신청", "대기 신청", "신청하기"]


def test_enrolling_needs_somebody_signed_in(make, browse, client, sign_in):
    offering = make.offering()
    sign_in(make.user())
    page = button(browse, offering)
    with client.session_transaction() as session:
        del session["_user_id"]
    assert page.submit("/enrol").path == "/login"


def test_a_seat_costs_at_most_eight_statements(app, make, browse, sign_in):
    offering = make.offering()
    user = make.user()
    make.member(user, make.firm())
    sign_in(user)
    page = button(browse, offering)
    with Statements(app) as statements:
        assert page.submit("/enrol", follow=False).status == 303
    assert len(statements) <= 8, "\n".join(statements)


@pytest.mark.parametrize("state", EnrolmentStatus)
def test_ones_own_enrolment_in_every_state(make, browse, sign_in, state):
    offering = make.offering()
    make.session(offering)
    kept = clock.now() + timedelta(days=1) if state is EnrolmentStatus.offered else None
    enrolment = make.enrolment(offering, status=state, reason="사유입니다", offered_until=kept)
    with_person = sign_in_as(make, sign_in, enrolment)
    page = browse(f"/my/enrolments/{enrolment.id}")
    assert with_person
    assert "내역" in page.text


def sign_in_as(make, sign_in, enrolment):
    with make._acting():
        user = here(enrolment).user
    return sign_in(user)


def test_somebody_elses_enrolment_does_not_exist(make, browse, sign_in):
    enrolment = make.enrolment(make.offering())
    sign_in(make.user())
    browse(f"/my/enrolments/{enrolment.id}", 404)
    browse(f"/my/enrolments/{enrolment.id}/cancel", 404)


def test_cancelling_asks_first(make, browse, sign_in, acting):
    enrolment = make.enrolment(make.offering())
    sign_in_as(make, sign_in, enrolment)
    page = browse(f"/my/enrolments/{enrolment.id}/cancel")
    assert status_of(acting, enrolment) == "enrolled"
    after = page.submit(reason="일정이 바뀌었습니다")
    assert after.status == 200
    assert status_of(acting, enrolment) == "cancelled"
    assert page.submit().status == 200


def test_a_reason_too_long_is_kept_and_nothing_is_cancelled(make, browse, sign_in, acting):
    enrolment = make.enrolment(make.offering())
    sign_in_as(make, sign_in, enrolment)
    page = browse(f"/my/enrolments/{enrolment.id}/cancel").submit(reason="가" * 501)
    assert page.status == 422
    assert "가" * 501 in page.body
    assert status_of(acting, enrolment) == "enrolled"


def test_my_page_empty_and_filled(make, browse, sign_in):
    user = sign_in(make.user())
    assert "신청하신 교육이 없습니다" in browse("/my").text
    coming = make.offering(make.course("로봇 기초"))
    make.session(coming)
    make.enrolment(coming, user)
    make.enrolment(make.offering(make.course("MES 기초")), status=EnrolmentStatus.waiting)
    line = make.offering(make.course("MES 실무"))
    make.enrolment(line, status=EnrolmentStatus.waiting)
    make.enrolment(line, user, status=EnrolmentStatus.waiting)
    make.enrolment(make.offering(make.course("품질")), user, status=EnrolmentStatus.cancelled)
    page = browse("/my")
    assert "다음 수업" in page.text
    assert "대기 2번" in page.text
    assert "지난 교육" in page.text
    assert "MES 기초" not in page.text


DESK = (
    "/desk",
    "/desk/enrolments",
    "/desk/offerings/{code}/enrolments",
    "/desk/offerings/{code}/enrolments?part=waiting",
    "/desk/offerings/{code}/enrolments/add",
    "/desk/offerings/{code}/enrolments/export",
    "/desk/enrolments/{id}",
    "/desk/enrolments/{id}/cancel",
)


@pytest.mark.parametrize("path", DESK)
def test_the_desk_is_for_operators(make, browse, client, sign_in, path):
    offering = make.offering()
    make.session(offering, day=clock.today())
    enrolment = make.enrolment(offering)
    make.enrolment(offering, status=EnrolmentStatus.waiting)
    here_now = path.format(code=offering.code, id=enrolment.id)
    assert client.get(here_now).status_code == 303
    sign_in(make.user())
    browse(here_now, 403)
    sign_in(make.operator())
    assert browse(here_now).h1


def test_the_operator_approves_with_one_press(make, browse, sign_in, acting):
    offering = make.offering(selection=Selection.approval)
    enrolment = make.enrolment(offering, status=EnrolmentStatus.applied)
    sign_in(make.operator())
    page = browse(f"/desk/offerings/{offering.code}/enrolments?part=applied")
    assert page.submit(f"/desk/enrolments/{enrolment.id}/approve").status == 200
    assert status_of(acting, enrolment) == "enrolled"
    assert page.submit(f"/desk/enrolments/{enrolment.id}/approve").status == 200


def test_refusing_needs_a_reason(make, browse, sign_in, acting):
    enrolment = make.enrolment(make.offering(), status=EnrolmentStatus.applied)
    sign_in(make.operator())
    page = browse(f"/desk/enrolments/{enrolment.id}/refuse")
    assert page.submit(reason=" ").status == 422
    assert status_of(acting, enrolment) == "applied"
    assert page.submit(reason="대상이 아닙니다").status == 200
    assert status_of(acting, enrolment) == "refused"


def test_the_operator_adds_a_person_by_email(make, browse, sign_in, acting):
    offering, user = make.offering(), make.user(email="new@example.org")
    sign_in(make.operator())
    page = browse(f"/desk/offerings/{offering.code}/enrolments/add")
    unknown = page.submit(email="nobody@example.org", reason="전화")
    assert unknown.status == 422
    assert "nobody@example.org" in unknown.body
    assert page.submit(email="New@Example.org ", reason="전화").status == 200
    with acting():
        assert db.session.query(Enrolment).one().user_id == user.id


def test_taking_the_list_out_asks_what_for_and_keeps_it(make, browse, client, sign_in, acting):
    offering, operator = make.offering(), make.operator()
    mean = make.user("=HYPERLINK(1)")
    make.enrolment(offering, mean)
    sign_in(operator)
    page = browse(f"/desk/offerings/{offering.code}/enrolments/export")
    assert page.submit(purpose="").status == 422
    token = page.all("//input[@name='csrf_token']/@value")[0]
    answer = client.post(page.path, data={"purpose": "명찰 제작", "csrf_token": token})
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=HYPERLINK(1)"
    with acting():
        entry = db.session.query(AccessEntry).filter_by(purpose="명찰 제작").one()
        assert (entry.actor_id, entry.subjects) == (operator.id, [mean.id])


def test_the_list_of_all_enrolments_is_found_by_name_and_state(make, browse, sign_in):
    offering = make.offering()
    make.enrolment(offering, make.user("김하늘"))
    make.enrolment(offering, make.user("박바다"), status=EnrolmentStatus.waiting)
    sign_in(make.operator())
    assert "박바다" not in browse("/desk/enrolments?q=ㄱㅎㄴ").text
    assert "김하늘" not in browse("/desk/enrolments?status=waiting").text
    assert "조건에 맞는" in browse("/desk/enrolments?offering=nothing").text


def test_an_offering_of_five_hundred_takes_at_most_six_queries(app, make, client, sign_in, acting):
    offering = make.offering(seats=500)
    users = [make.user() for _ in range(40)]
    for user in users:
        make.enrolment(offering, user)
    sign_in(make.operator())
    with Statements(app) as statements:
        answer = client.get(f"/desk/offerings/{offering.code}/enrolments")
    assert answer.status_code == 200
    read = [one for one in statements if not one.startswith("INSERT INTO access_entries")]
    assert len(read) <= 6, "\n".join(read)


def test_the_desk_shows_offerings_under_their_minimum(make, browse, sign_in):
    make.offering(make.course("로봇 기초"), starts_in=5, minimum=5)
    make.offering(make.course("MES 기초"), starts_in=5, minimum=5, status=OfferingStatus.cancelled)
    sign_in(make.operator())
    page = browse("/desk")
    assert "로봇 기초" in page.text
    assert "MES 기초" not in page.text
