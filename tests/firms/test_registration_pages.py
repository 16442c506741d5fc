"""The pages of registering and joining a firm, of deciding about it, and of leaving."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.core.db import db
from lms.firms import queries, services
from lms.firms.groups import Group
from lms.firms.models import Firm, FirmSize, Membership, MembershipKind, Registration, Workplace
from lms.firms.services import WorkplaceValues
from tests.firms.test_registrations import NUMBER, PDF, ask, picture
from tests.make import Make
from tests.pages import Browser, Page

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]

FIRM = {
    "name": "천안정밀 주식회사",
    "representative": "나대표",
    "region_code": "44130",
    "address": "충청남도 천안시 예시로 1",
    "size": "small",
    "level": "interested",
    "consent": "y",
}


@pytest.fixture
def asker(make: Make, sign_in: SignIn) -> User:
    make.region("44130", "충청남도", "천안시")
    return sign_in(make.user("김담당"))


def send(browse: Browser, *, content: bytes = PDF, **fields: str) -> Page:
    """The registration form as it stands, filled in."""
    page = browse(f"/firm/register/{NUMBER}")
    file = (io.BytesIO(content), "등록증.pdf") if content else None
    return page.submit(f"/firm/register/{NUMBER}", **{**FIRM, "certificate": file, **fields})


def test_a_person_registers_a_firm_and_an_operator_approves(
    browse: Browser, make: Make, asker: User, sign_in: SignIn
) -> None:
    operator = make.operator()
    start = browse("/firm/register")
    assert start.submit(business_number="999-81-00015").h1 == "기업 등록"
    sent = send(browse)
    assert sent.path == "/firm/registration"
    assert "검토 중" in sent.text
    assert browse("/firm/register").path == "/firm/registration"  # one at a time
    assert browse.client.get("/firm/registration/certificate").data == PDF

    sign_in(operator)
    assert "천안정밀" in browse("/desk/firm-registrations").text
    with browse.client.application.app_context():
        id_ = db.session.scalars(select(Registration.id)).one()
    page = browse(f"/desk/firm-registrations/{id_}")
    assert "충청권" in page.text
    shown = browse.client.get(f"/desk/firm-registrations/{id_}/certificate?download=1")
    assert shown.data == PDF
    assert shown.mimetype == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("attachment")
    more = browse(f"/desk/firm-registrations/{id_}/more")
    assert more.submit("/more", message="").status == 422
    more.submit("/more", message="최근 등록증이 필요합니다.")

    sign_in(asker)
    assert "최근 등록증이 필요합니다." in browse("/firm/registration").text
    answer = browse("/firm/registration/answer")
    scan = (io.BytesIO(picture("PNG")), "scan.png")
    assert answer.submit("/answer", message="다시 올립니다.", certificate=scan).status == 200

    sign_in(operator)
    assert "/certificate" in " ".join(browse(f"/desk/firm-registrations/{id_}").all("//img/@src"))
    done = browse(f"/desk/firm-registrations/{id_}/approve").submit("/approve")
    assert "승인" in done.text
    sign_in(asker)
    assert browse("/firm").h1 == "천안정밀 주식회사"
    assert "천안정밀" in browse("/my/firm").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "홍길동 900101-1234567"),
        ("address", "900101 – 1234567"),
        ("region_code", ""),
        ("level", ""),
        ("consent", None),
        ("certificate", None),
    ],
)
def test_what_is_missing_or_must_not_be_kept_is_said_and_the_rest_stays(
    browse: Browser, asker: User, field: str, value: str | None
) -> None:
    page = send(browse, **{"representative": "여름찬", field: value})
    assert page.status == 422
    assert page.all("//input[@name='representative']/@value") == ["여름찬"]
    assert page.all(f"//*[@name='{field}' and @aria-invalid='true']|//*[@id='{field}-error']")
    with browse.client.application.app_context():
        assert db.session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize("content", [b"MZ nothing", b"%PDF-1.4 no pages"])
def test_a_certificate_that_is_none_is_refused(
    browse: Browser, asker: User, content: bytes
) -> None:
    assert send(browse, content=content).status == 422


@pytest.mark.parametrize("number", ["000-00-00000", "123-45-67890", "12345", "", "abc"])
def test_a_number_that_can_not_be_right(browse: Browser, asker: User, number: str) -> None:
    assert browse("/firm/register").submit(business_number=number).status == 422


def test_a_manager_takes_a_joiner_in_and_another_firms_manager_can_not(
    browse: Browser, make: Make, asker: User, sign_in: SignIn, acting: Acting
) -> None:
    firm, other = make.firm("가나", business_number=NUMBER), make.firm("다라")
    manager, stranger = make.user("담당자"), make.user("남의담당자")
    make.member(manager, firm, MembershipKind.manager)
    make.member(stranger, other, MembershipKind.manager)
    page = browse(f"/firm/register/{NUMBER}")
    assert page.submit(wanted="employee").status == 422  # no consent
    assert page.submit(wanted="manager", consent="y").path == "/firm/registration"
    with acting():
        id_ = queries.find_registration(asker).id

    sign_in(stranger)
    assert "김담당" not in browse("/firm/joiners").text
    browse(f"/firm/joiners/{id_}/accept", status=404)
    sign_in(manager)
    assert "김담당" in browse("/firm/joiners").text
    browse(f"/firm/joiners/{id_}/accept").submit("/accept", wanted="employee")
    with acting():
        member = queries.find_membership(asker)
        assert (member.firm_id, member.kind) == (firm.id, MembershipKind.employee)


def test_a_manager_loses_sight_the_moment_the_role_is_given_away(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    firm, manager, colleague = make.firm(), make.user("담당자"), make.user("동료")
    own = make.member(manager, firm, MembershipKind.manager)
    other = make.member(colleague, firm)
    sign_in(manager)
    browse(f"/firm/people/{other.id}/change").submit("/kind")
    browse(f"/firm/people/{own.id}/change").submit("/kind")
    for path in ("/firm", "/firm/people", "/firm/joiners", f"/firm/people/{other.id}/change"):
        browse(path, status=403)
    sign_in(colleague)
    page = browse(f"/firm/people/{own.id}/end")
    assert page.submit("/end", reason="").status == 422
    page.submit("/end", reason="퇴사")
    with acting():
        assert queries.find_membership(manager) is None
        assert [m.user_id for m in queries.members(db.session.merge(firm))] == [colleague.id]
    browse(f"/firm/people/{own.id}/change", status=404)


def test_somebody_leaves_by_oneself(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    user = sign_in(make.user())
    make.member(user, make.firm("가나"), MembershipKind.manager)
    page = browse("/my/firm/leave")
    assert "유일한 교육 담당자" in page.text
    page.submit("/leave")
    browse("/firm", status=403)
    assert "소속된 기업이 없습니다" in browse("/my/firm").text


def test_workplaces_decide_the_group_of_who_works_there(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    make.region("44200", "충청남도", "아산시")
    operator, manager, person = make.operator(), make.user("담당자"), make.user("직원")
    firm = make.firm("가나")
    make.member(manager, firm, MembershipKind.manager)
    member = make.member(person, firm)
    sign_in(operator)
    page = browse(f"/desk/firms/{firm.id}/workplaces/new")
    assert page.submit("/new", name="아산공장").status == 422, "a region chosen beforehand"
    assert page.submit("/new", name="아산공장", number="12", region_code="44200").status == 422
    page.submit("/new", name="아산공장", number="0001", region_code="44200")
    assert page.submit("/new", name="아산공장", region_code="44200").status == 422
    with acting():
        place = db.session.scalars(select(Workplace)).one()

    sign_in(manager)
    assert "아산공장" in browse("/firm/details").text
    page = browse(f"/firm/people/{member.id}/change")
    page.submit("/change", workplace=str(place.id), department="생산팀")
    with acting():
        assert queries.find_membership(person).group is Group.chungcheong
    sign_in(operator)
    closing = browse(f"/desk/workplaces/{place.id}")
    assert closing.submit("/close").status == 409
    sign_in(manager)
    browse(f"/firm/people/{member.id}/change").submit("/change", workplace="")
    sign_in(operator)
    assert browse(f"/desk/workplaces/{place.id}").submit("/close").status == 200
    with acting():
        assert queries.find_membership(person).group is Group.jeonbuk_built
        assert queries.workplaces(db.session.merge(firm)) == []


def test_a_workplace_of_another_firm_can_not_be_given(
    make: Make, browse: Browser, sign_in: SignIn, acting: Acting
) -> None:
    manager, firm, other = sign_in(make.user()), make.firm(), make.firm("다라")
    member = make.member(manager, firm, MembershipKind.manager)
    operator = make.operator()
    with acting():
        values = WorkplaceValues(name="남의공장", region_code="52110")
        place = services.open_workplace(actor=operator, firm=db.session.merge(other), values=values)
    page = browse(f"/firm/people/{member.id}/change")
    assert page.submit("/change", workplace=str(place.id)).status == 422
    with acting():
        assert db.session.get_one(Membership, member.id).workplace_id is None


def test_a_manager_changes_what_decides_no_seats(
    make: Make, browse: Browser, sign_in: SignIn, acting: Acting
) -> None:
    manager, firm = sign_in(make.user()), make.firm()
    make.member(manager, firm, MembershipKind.manager)
    page = browse("/firm/details")
    page.submit("/details", size="medium", industry="금형", level="js3", region_code="44130")
    with acting():
        kept = db.session.get_one(Firm, firm.id)
        assert (kept.size, kept.industry) == (FirmSize.medium, "금형")
        assert (kept.level, kept.region_code) == (firm.level, "52110")


def test_two_who_ask_at_once_are_shown_to_each_other(
    make: Make, browse: Browser, sign_in: SignIn, acting: Acting, asker: User
) -> None:
    second = make.user("이담당")
    with acting():
        ask(asker)
        id_ = ask(second).id
    sign_in(make.operator())
    assert "김담당" in browse(f"/desk/firm-registrations/{id_}").text
