"""The pages about seats: the desk's, the firm's, the mail's link, another run, interest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import db
from lms.enrolment import links, queries, services
from lms.enrolment.models import Enrolment, EnrolmentStatus, Interest, NoShow, Seat
from lms.enrolment.services import GivingRules
from lms.firms.groups import Group
from lms.firms.models import MembershipKind
from tests.counting import statements
from tests.enrolment.conftest import here

STATUS = EnrolmentStatus


@pytest.fixture
def operator(make, sign_in):
    return sign_in(make.operator())


@pytest.fixture
def manager(make, sign_in):
    """A firm's training manager, signed in, with two employees."""
    firm = make.firm()
    for name in ("김하나", "이두리"):
        make.member(make.user(name), firm)
    user = make.user("박담당")
    make.member(user, firm, MembershipKind.manager)
    user.firm = firm
    return sign_in(user)


def states(acting, offering) -> list[str]:
    with acting():
        found = queries.of_offering(here(offering))
        return sorted(one.status.value for one in found)


def rules(acting, operator, offering, **values) -> None:
    with acting():
        services.set_rules(
            actor=here(operator), offering=here(offering), rules=GivingRules(**values)
        )


def an_offer(make, acting, hours=24):
    """Somebody to whom a seat is offered."""
    offering = make.offering(seats=1)
    rules(acting, make.operator(), offering, offer_hours=hours)
    seated = make.enrolment(offering)
    waiting = make.enrolment(offering, status=STATUS.waiting)
    with acting():
        row = here(seated)
        services.cancel(actor=row.user, enrolment=row)
    return offering, waiting


def token_of(acting, enrolment) -> str:
    with acting():
        return links.offer_token(here(enrolment))


# --- the desk --------------------------------------------------------------------------------------


def test_the_desk_keeps_seats_for_groups_and_applicants_see_it(
    make, browse, sign_in, operator, acting
):
    offering = make.offering(seats=6)
    make.session(offering, room=make.room(capacity=8))
    path = f"/desk/offerings/{offering.code}/seats"
    later = clock.to_seoul(offering.enrol_until - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    page = browse(path).submit(chungcheong="2", common="4", common_at=later, hold_limit="2")
    assert page.status == 200
    assert "저장했습니다" in page.browser(path).text or "충청권" in page.text
    with acting():
        pools = {one.pool: one.total for one in queries.seat_pools(here(offering))}
    assert pools == {Group.chungcheong: 2, None: 4}
    user = sign_in(make.user())
    make.member(user, make.firm(region="44130"))
    text = browse(f"/offerings/{offering.code}").text
    assert "우리 기업 몫" in text
    assert "부터 공용" in text


def test_bad_numbers_of_seats_change_nothing(make, browse, operator, acting):
    offering = make.offering(seats=2)
    make.session(offering, room=make.room(capacity=8))
    make.enrolment(offering)
    path = f"/desk/offerings/{offering.code}/seats"
    assert browse(path).submit(common="0").status == 409
    assert browse(path).submit(common="99").status == 409  # more than the room holds
    assert browse(path).submit(common="-1").status == 422
    with acting():
        assert queries.seat_count(here(offering)).total == 2


def test_a_seat_and_a_deadline_more_with_a_reason(make, browse, operator, acting):
    offering, user = make.offering(seats=0), make.user()
    path = f"/desk/offerings/{offering.code}"
    assert browse(f"{path}/seats/add").submit(reason="").status == 422
    assert browse(f"{path}/seats/add").submit(reason="강사 요청").status == 200
    until = clock.to_seoul(offering.enrol_until + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    page = browse(f"{path}/extend").submit(email=user.email, until=until, reason="시스템 장애")
    assert user.name in page.text
    assert browse(f"{path}/extend").submit(email="no@x.kr", until=until, reason="-").status == 422
    with acting():
        assert queries.seat_count(here(offering)).total == 1


def test_the_list_says_why_nobody_moves_and_moves_them_by_hand(make, browse, operator, acting):
    offering = make.offering(seats=1)
    make.enrolment(offering)
    waiting = make.enrolment(offering, status=STATUS.waiting)
    path = f"/desk/offerings/{offering.code}/enrolments"
    assert "남은 좌석이 없습니다" in browse(path).text
    with acting():
        services.set_seats(actor=here(operator), offering=here(offering), count=2)
    with clock.frozen(offering.enrol_until):
        other = make.enrolment(offering, status=STATUS.waiting)
        with acting():
            db.session.add(Seat(offering_id=offering.id, number=9))
        page = browse(path)
        assert "직접 승급" in page.text
        assert page.submit("/line").status == 200
    with acting():
        assert {here(one).status for one in (waiting, other)} == {STATUS.enrolled}


def test_those_ticked_are_decided_at_once(make, browse, operator, acting):
    offering = make.offering()
    ids = [str(make.enrolment(offering, status=STATUS.applied).id) for _ in range(2)]
    page = browse(f"/desk/offerings/{offering.code}/enrolments")
    assert page.submit("/bulk", chosen=ids, verb="refuse").status == 409
    assert page.submit("/bulk", chosen=ids, verb="approve").status == 200
    assert states(acting, offering) == ["enrolled", "enrolled"]
    assert page.submit("/bulk", chosen=ids, verb="message", text="준비물: 노트북").status == 200


def test_five_hundred_people_take_six_queries(make, browse, operator, acting):
    offering, now = make.offering(seats=0), clock.now()
    with acting():
        people = [
            {"email": f"p{n}@x.kr", "name": "홍길동", "password_hash": "!", "session_key": f"k{n}",
             "created_at": now} for n in range(500)
        ]  # fmt: skip
        ids = db.session.scalars(insert(User).returning(User.id), people).all()
        rows = [
            {"offering_id": offering.id, "user_id": user_id, "status": STATUS.waiting,
             "applied_at": now} for user_id in ids
        ]  # fmt: skip
        db.session.execute(insert(Enrolment), rows)
    with statements() as sent:
        assert browse(f"/desk/offerings/{offering.code}/enrolments").text.count("홍길동") >= 500
    asked = [one for one in sent if one.lstrip().startswith("SELECT")]
    assert len(asked) <= 6, "\n".join(asked)


def test_moving_somebody_and_lifting_a_bar(make, browse, operator, acting):
    course = make.course()
    old, new = make.offering(course), make.offering(course, starts_in=28)
    enrolment = make.enrolment(old)
    with acting():
        services.bar_no_show(here(enrolment))
    page = browse(f"/desk/enrolments/{enrolment.id}")
    assert "신청 제한" in page.text
    assert browse(f"/desk/enrolments/{enrolment.id}/lift-bar").submit(reason="입원").status == 200
    with acting():
        assert db.session.query(NoShow).one().lifted_at is not None
    path = f"/desk/enrolments/{enrolment.id}/transfer"
    assert browse(path).submit(target=new.code).status == 200
    assert (states(acting, old), states(acting, new)) == (["cancelled"], ["enrolled"])


# --- answering -------------------------------------------------------------------------------------


def test_one_click_in_the_mail_and_one_press(make, browse, acting):
    offering, waiting = an_offer(make, acting)
    path = f"/offers/{token_of(acting, waiting)}"
    page = browse(path)
    assert "홍*동" in page.text
    assert states(acting, offering) == ["cancelled", "offered"]  # opening it answers nothing
    assert page.submit("/accept").status == 200
    assert states(acting, offering) == ["cancelled", "enrolled"]
    assert "더 이상" in browse(path, 404).text
    assert page.submit("/decline").status == 409
    browse("/offers/nonsense", 404)


def test_declining_by_the_link(make, browse, acting):
    offering, waiting = an_offer(make, acting)
    assert browse(f"/offers/{token_of(acting, waiting)}").submit("/decline").status == 200
    assert states(acting, offering) == ["cancelled", "cancelled"]


def test_answering_under_my_classroom(make, browse, sign_in, acting):
    offering, waiting = an_offer(make, acting)
    with acting():
        user = here(waiting).user
    sign_in(user)
    assert "답변이 없으면" in browse(f"/my/enrolments/{waiting.id}").text
    assert "좌석을 남겨 두었습니다" in browse(f"/offerings/{offering.code}").text
    page = browse(f"/my/enrolments/{waiting.id}").submit("/accept")
    assert "확정" in page.text
    sign_in(make.user())
    browse(f"/my/enrolments/{waiting.id}/transfer", 404)  # nobody else's


def test_to_another_run_by_oneself(make, browse, sign_in, acting):
    course = make.course()
    old, new = make.offering(course), make.offering(course, starts_in=28)
    user = sign_in(make.user())
    enrolment = make.enrolment(old, user)
    path = f"/my/enrolments/{enrolment.id}/transfer"
    assert browse(path).submit().status == 422
    assert browse(path).submit(target=new.code).status == 200
    assert (states(acting, old), states(acting, new)) == (["cancelled"], ["enrolled"])


# --- a firm ----------------------------------------------------------------------------------------


def test_a_firm_reserves_names_and_gives_back(make, browse, manager, acting):
    offering = make.offering(seats=4)
    rules(acting, make.operator(), offering, hold_limit=3)
    path = f"/firm/offerings/{offering.code}"
    assert "우리 기업 좌석" in browse(f"/offerings/{offering.code}").text
    page = browse(path)
    assert page.submit("/hold", count="9").status == 409
    assert page.submit("/hold", count="").status == 422
    page = page.submit("/hold", count="3")
    assert "3석이 예약되어" in page.text
    employee = page.all("//select[@name='person']/option/@value")[0]
    page = page.submit("/name", person=employee)
    assert "2석이 예약되어" in page.text
    page.submit("/give-back")
    assert states(acting, offering) == ["enrolled"]
    with acting():
        assert queries.seat_count(here(offering)).free == 3


def test_a_firm_asks_for_several_and_names_a_colleague(make, browse, manager, acting):
    offering = make.offering(seats=5)
    path = f"/firm/offerings/{offering.code}"
    page = browse(path)
    employees = page.all("//input[@name='people']/@value")
    assert page.submit("/together", people=employees[:1]).status == 422
    page = page.submit("/together", people=employees[:2], rule="together")
    assert states(acting, offering) == ["enrolled", "enrolled"]
    colleague = page.all("//a[contains(@href, '/substitute')]/@href")[0]
    form = browse(colleague)
    other = [v for v in form.all("//select/option/@value") if v not in employees[:2]]
    assert form.submit(person=other[0]).status == 200
    assert states(acting, offering) == ["cancelled", "enrolled", "enrolled"]


def test_a_firm_touches_only_its_own_people(make, browse, manager):
    stranger = make.enrolment(make.offering())
    browse(f"/firm/enrolments/{stranger.id}/substitute", 404)


# --- interest --------------------------------------------------------------------------------------


def test_interest_in_a_course_without_a_date(make, browse, sign_in, acting):
    course = make.course()
    sign_in(make.user())
    page = browse(f"/courses/{course.code}").submit("/interest")
    assert "일정 알림 신청됨" in page.text
    page.submit("/drop")
    with acting():
        assert db.session.query(Interest).count() == 0
