"""The pages about invitations: the manager's, and the one behind the link of the mail."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.core.db import db
from lms.firms import links, queries
from lms.firms.models import Invitation, InvitationAnswer, MembershipKind
from tests.counting import statements
from tests.enrolment.conftest import here

PASSWORD = "right horse 7 battery"


@pytest.fixture
def firm(make):
    return make.firm("한빛정밀")


@pytest.fixture
def manager(make, firm):
    user = make.user("박담당")
    make.member(user, firm, MembershipKind.manager)
    return user


def newest(acting) -> Invitation:
    with acting():
        return db.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()


def path_of(acting, invitation) -> str:
    with acting():
        return f"/invitations/{links.invitation_token(here(invitation))}"


def post(browse, path, **fields):
    """Send what no form on a page would send, with the session's token."""
    fields["csrf_token"] = browse("/signup").all("//input[@name='csrf_token']/@value")[0]
    return browse.post(path, fields)


# --- the manager's ---------------------------------------------------------------------------------


def test_a_manager_invites_sends_again_and_withdraws(browse, sign_in, manager, acting):
    sign_in(manager)
    page = browse("/firm/people")
    assert page.submit("/invite", name="", email="nowhere").status == 422
    page = page.submit("/invite", name="새사람", email="New@Example.org", department="생산")
    assert (page.status, page.path) == (200, "/firm/people")
    assert "new@example.org" in page.text
    again = page.submit("/invite", name="박담당", email=manager.email)
    assert again.status == 422
    assert "이미 우리 기업 소속" in again.text
    one = newest(acting)
    assert page.submit(f"/{one.id}/again").status == 200
    page = page.submit(f"/{one.id}/withdraw")
    assert "지금 초대 중인 사람이 없습니다" in page.text
    assert "초대 철회" in page.text
    assert post(browse, f"/firm/invitations/{one.id}/withdraw").status == 409


def test_several_are_invited_or_nobody(browse, sign_in, manager, acting):
    sign_in(manager)
    page = browse("/firm/people")
    for wrong, told in (
        ("가나다, a@example.org\n이름만", "2번째 줄"),
        ("가나다, a@example.org\n라마바, A@example.org", "1번째 줄과 2번째 줄"),
        ("가나다, a@example", "이메일 주소가 아닙니다"),
        (f"가나다, a@example.org\n박담당, {manager.email}", "이미 우리 기업 소속"),
        ("가나다 900101-1234567, a@example.org", "주민등록번호"),
    ):
        answer = page.submit("/invite-several", people=wrong)
        assert answer.status == 422, wrong
        assert told in answer.text
        assert answer.all("//textarea/text()")[0].strip() == wrong
    with acting():
        assert db.session.query(Invitation).count() == 0
    page = page.submit("/invite-several", people="가나다, a@example.org\n라마바\tb@example.org\n")
    assert "2명에게 초대 메일" in page.text


def test_a_manager_touches_only_the_own_invitations(browse, make, sign_in, manager, acting):
    sign_in(manager)
    other, somebody = make.firm("다른회사"), make.user("진짜이름")
    foreign = make.invitation(other, somebody, make.user())
    for verb in ("again", "withdraw"):
        assert post(browse, f"/firm/invitations/{foreign.id}/{verb}").status == 404
    assert newest(acting).answered_at is None


def test_fifty_invited_cost_no_more_queries_than_one(browse, make, sign_in, firm, manager):
    sign_in(manager)
    offering = make.offering(seats=60)

    def invited() -> None:
        user = make.user("진짜이름")
        make.invitation(firm, user, manager, name="적은이름")
        make.enrolment(offering, user, firm_id=firm.id)

    invited()
    with statements() as few:
        page = browse("/firm/people")
    assert "적은이름" in page.text
    assert "진짜이름" not in page.text
    for _ in range(10):
        invited()
    with statements() as many:
        browse("/firm/people")
    assert len(many) == len(few)


# --- the person's ----------------------------------------------------------------------------------


@pytest.fixture
def fresh(browse, sign_in, client, manager, make, firm, acting):
    """Somebody without an account is invited and asked for in an offering; nobody is signed in."""
    sign_in(manager)
    browse("/firm/people").submit(
        "/invite", name="새사람", email="new@example.org", phone="010-1234-5678"
    )
    one = newest(acting)
    with acting():
        user = db.session.get_one(User, one.user_id)
    make.enrolment(make.offering(make.course("로봇 기초")), user, firm_id=firm.id)
    client.delete_cookie("session")
    return one


def test_with_a_new_account_to_the_own_courses(browse, fresh, acting, firm):
    page = browse(path_of(acting, fresh))
    for said in ("한빛정밀", "박담당", "로봇 기초", "기업이 보는 것", "기업이 볼 수 없는 것"):
        assert said in page.text
    assert page.all("//input[@type='checkbox'][@checked]") == []
    assert page.all("//input[@name='phone']/@value") == ["010-1234-5678"]
    all_ticked = {"password": PASSWORD, "firm": "y", "terms": "y", "privacy": "y"}
    for missing in all_ticked:
        answer = page.submit("/accept", **{**all_ticked, missing: None, "name": "고친이름"})
        assert answer.status == 422, missing
        assert answer.all("//input[@name='name']/@value") == ["고친이름"]
    page = page.submit("/accept", **all_ticked, name="바른이름")
    assert page.path == "/my"
    assert "로봇 기초" in page.text
    assert "이제 한빛정밀 소속입니다" in page.text
    assert "초대를 수락했습니다" in browse(path_of(acting, fresh)).text
    with acting():
        user = db.session.get_one(User, fresh.user_id)
        assert (user.name, queries.find_membership(user).firm_id) == ("바른이름", firm.id)


def test_declining_needs_no_account(browse, fresh, acting, manager, sign_in):
    page = browse(path_of(acting, fresh)).submit("/decline")
    assert "초대를 거절했고" in page.text
    assert post(browse, f"{path_of(acting, fresh)}/decline").status == 200  # twice is once
    late = post(browse, f"{path_of(acting, fresh)}/accept", password=PASSWORD)
    assert late.status == 409
    sign_in(manager)
    assert "초대 거절" in browse("/firm/people").text
    with acting():
        row = here(fresh)
        assert row.answer is InvitationAnswer.declined
        assert row.user.is_unused


def test_a_known_account_must_be_signed_in_to(browse, make, client, sign_in, firm, manager, acting):
    user = make.user("진짜이름", email="known@example.org", locale="en")
    one = make.invitation(firm, user, manager)
    path = path_of(acting, one)
    page = browse(path)
    assert page.all("//input[@type='password']") == []
    assert page.all(f"//a[contains(@href, '/login?next={path}')]")
    assert post(browse, f"{path}/accept", password=PASSWORD, firm="y").path == path
    sign_in(make.user("다른사람"))
    other = browse(path)
    assert "다른 계정으로 로그인" in other.text
    post(browse, f"{path}/accept", firm="y")
    assert newest(acting).answered_at is None
    sign_in(user)
    assert browse("/my").all(f"//a[@href='{path}']")
    page = browse(path)
    assert page.submit("/accept").status == 422
    assert page.submit("/accept", firm="y").path == "/my"
    assert newest(acting).answer is InvitationAnswer.accepted
    assert newest(acting).consent_version.endswith(
        " ko"
    )  # as it was read, whatever the mails speak


@pytest.mark.parametrize("token", ["x", "WzEsMV0.abc", "한글"])
def test_a_wrong_link_says_so(browse, token):
    assert "주소가 잘렸거나" in browse(f"/invitations/{token}", status=404).text
    for verb in ("accept", "decline"):
        assert post(browse, f"/invitations/{token}/{verb}").status == 404


def test_who_is_invited_can_be_asked_for_and_is_seen_by_the_typed_name(
    browse, make, sign_in, firm, manager, acting
):
    sign_in(manager)
    known = make.user("진짜이름", email="known@example.org")
    make.invitation(firm, known, manager, name="적은이름")
    offering = make.offering(seats=1)
    page = browse(f"/firm/offerings/{offering.code}")
    assert "적은이름 (초대 중)" in page.text
    (key,) = page.all("//input[starts-with(@value, 'invited-')]/@value")
    page = page.submit("/together", people=[key], rule="as_many_as_fit")
    row = "".join(page.all("//main//table//tr[contains(., '적은이름')]//text()"))
    assert "수강 확정" in row
    assert "진짜이름" not in page.text
    assert "적은이름" in browse("/firm/people").text
