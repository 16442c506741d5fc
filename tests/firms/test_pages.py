"""A firm's own page, and firms at the desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lms.accounts.models import User
from lms.catalogue.models import OfferingStatus
from lms.core.db import db
from lms.firms import queries, services
from lms.firms.models import Firm, FirmStatus, MembershipKind
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]


@pytest.fixture
def manager(make: Make, sign_in: SignIn) -> tuple[User, Firm]:
    user, firm = make.user("담당자"), make.firm("한빛정밀")
    make.member(user, firm, MembershipKind.manager)
    return sign_in(user), firm


def test_a_manager_sees_the_own_people_and_nobody_else(
    browse: Browser, make: Make, manager: tuple[User, Firm], acting: Acting
) -> None:
    user, firm = manager
    offering = make.offering(make.course("로봇 기초"))
    ours, left, other = make.user("우리직원"), make.user("떠난직원"), make.user("남의직원")
    make.member(ours, firm)
    gone = make.member(left, firm)
    stranger = make.firm("다른회사")
    make.member(other, stranger)
    for person, of in ((ours, firm), (left, firm), (other, stranger)):
        make.enrolment(offering, person, firm_id=of.id)
    earlier = make.offering(make.course("이전 회사에서"))
    make.enrolment(earlier, ours, firm_id=stranger.id)
    with acting():
        services.end_membership(actor=user, membership=db.session.merge(gone))
    page = browse("/firm")
    assert "우리직원" in page.text
    assert "로봇 기초" in page.text
    for hidden in ("떠난직원", "남의직원", "이전 회사에서", "다른회사"):
        assert hidden not in page.text


def test_many_courses_are_shown_a_page_at_a_time_by_person_and_apart_from_past_ones(
    browse: Browser, make: Make, manager: tuple[User, Firm]
) -> None:
    _, firm = manager
    offering, late, stranger = make.offering(), make.user("하나뿐인"), make.user("남의직원")
    for person in [late] + [make.user(f"직원{number:02}") for number in range(11)]:
        make.member(person, firm)
        make.enrolment(offering, person, firm_id=firm.id)
    make.enrolment(offering, stranger)
    make.enrolment(
        make.offering(make.course("지난 과정"), status=OfferingStatus.finished),
        late,
        firm_id=firm.id,
    )
    shown = [len(browse(f"/firm?page={page}").all("//tbody/tr")) for page in (1, 2, 3)]
    assert shown == [10, 2, 0]
    assert browse(f"/firm?person={late.id}").all("//tbody//th/text()") == ["하나뿐인"]
    assert not browse(f"/firm?person={stranger.id}").all("//tbody/tr")
    assert "지난 과정" in browse(f"/firm?part=past&person={late.id}").text
    assert "지난 과정" not in browse(f"/firm?person={late.id}").text


def test_the_list_of_people_comes_in_pages(
    browse: Browser, make: Make, manager: tuple[User, Firm]
) -> None:
    for number in range(21):
        make.member(make.user(f"직원{number:02}"), manager[1])
    assert "직원20" not in browse("/firm/people").text
    assert "직원20" in browse("/firm/people?page=2").text
    assert "직원20" not in browse("/firm/people?page=3&invited=-1").text


def test_it_ends_with_the_membership(
    browse: Browser, make: Make, manager: tuple[User, Firm], acting: Acting
) -> None:
    user, _ = manager
    browse("/firm")
    with acting():
        services.end_membership(actor=user, membership=queries.find_membership(user))
    browse("/firm", status=403)


def test_an_employee_is_no_manager(browse: Browser, make: Make, sign_in: SignIn) -> None:
    user = sign_in(make.user())
    make.member(user, make.firm())
    browse("/firm", status=403)


def test_thirty_people_cost_no_more_queries_than_one(
    browse: Browser, make: Make, manager: tuple[User, Firm]
) -> None:
    _, firm = manager
    offering, counts = make.offering(seats=40), []
    for more in (1, 29):
        for _ in range(more):
            person = make.user()
            make.member(person, firm)
            make.enrolment(offering, person, firm_id=firm.id)
        with statements() as sent:
            browse("/firm")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_desk_registers_changes_and_finds_firms(
    browse: Browser, make: Make, sign_in: SignIn, acting: Acting
) -> None:
    sign_in(make.operator())
    with acting():
        services.load_regions()
    form = {
        "business_number": "999-81-00015",
        "name": "한빛정밀",
        "region_code": "52110",
        "size": "small",
        "level": "js1",
    }
    wrong = browse("/desk/firms/new").submit(**{**form, "business_number": "999-81-00016"})
    assert wrong.status == 422
    assert wrong.all("//*[@id='business_number-error']")
    assert wrong.all("//input[@name='name']/@value") == ["한빛정밀"]
    made = browse("/desk/firms/new").submit(**form)
    assert made.h1 == "한빛정밀"
    again = browse("/desk/firms/new").submit(**form)
    assert again.status == 422
    assert "999-81-00015" in again.text
    changed = browse(made.path + "/edit").submit(name="한빛정밀공업", level="js3")
    assert changed.h1 == "한빛정밀공업"
    for query in ("q=ㅎㅂㅈㅁ", "q=99981", "level=js3", "province=52"):
        assert "한빛정밀공업" in browse(f"/desk/firms?{query}").text
    for query in ("q=ㅋㅋ", "level=js1", "province=44"):
        assert "한빛정밀공업" not in browse(f"/desk/firms?{query}").text
    with acting():
        firm = db.session.query(Firm).one()
        assert (firm.business_number, firm.status) == ("9998100015", FirmStatus.approved)
