"""Sending a list and looking through it, page by page, as a training manager and an operator do."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from lms.core.db import db
from lms.enrolment.models import ListStatus, UploadedList
from lms.firms.models import MembershipKind
from lms.jobs.queue import run_waiting
from tests.core.test_workbooks import RESIDENT, sheet_of
from tests.enrolment.conftest import here

ROWS = [["이름", "이메일", "휴대전화"], ["이신입", "new@firm.example", "01012345678"]]


@pytest.fixture
def firm(make):
    return make.firm("천안정밀", region="44130")


@pytest.fixture
def manager(make, firm, sign_in):
    user = make.user("박담당")
    make.member(user, firm, MembershipKind.manager)
    return sign_in(user)


@pytest.fixture
def offering(make):
    return make.offering(seats=3)


def send(browse, path, content, name="명단.xlsx", follow=True, **fields):
    page = browse(path)
    token = page.all("//input[@name='csrf_token']/@value")[0]
    values = {"csrf_token": token, "rule": "as_many_as_fit", "file": (io.BytesIO(content), name)}
    return browse.post(path, {**values, **fields}, follow=follow)


def lists(acting):
    with acting():
        return [(one.status, one.total, one.file_name) for one in db.session.query(UploadedList)]


def test_a_manager_sends_corrects_and_asks(app, acting, browse, manager, offering):
    link = f"/firm/offerings/{offering.code}/list"
    assert link in browse(f"/firm/offerings/{offering.code}").links()
    page = send(browse, link, sheet_of(*ROWS, ["김둘2", "둘@", "12"], ["빠질이", "c@firm.example"]))
    assert page.status == 200
    assert len(page.all("//input[starts-with(@name,'email-')]")) == 1  # what is to be corrected
    page = browse(f"{page.path}?part=all")
    assert len(page.all("//input[starts-with(@name,'email-')]")) == 3
    typed = {"name-3": "김둘", "email-3": "two@firm.example", "phone-3": "", "remove-4": "1"}
    page = page.submit(page.path, **typed, look="1")
    assert page.all("//button[@name='ask']")
    page = page.submit(page.path, ask="1")
    assert lists(acting)[0][0] is ListStatus.enrolling
    run_waiting(app)
    page = browse(page.path)
    assert [link for link in page.links() if link.endswith(f"/firm/offerings/{offering.code}")]
    assert lists(acting) == [(ListStatus.done, 2, "")]


def test_a_workplace_can_be_corrected_by_a_firm_that_has_none(browse, manager, offering):
    head, person = [*ROWS[0], "사업장"], [*ROWS[1], "없는공장"]
    page = send(browse, f"/firm/offerings/{offering.code}/list", sheet_of(head, person))
    assert page.all("//select[@name='workplace-2']/option[@selected]/@value") == ["없는공장"]
    page = page.submit(page.path, look="1", **{"workplace-2": ""})
    assert page.all("//button[@name='ask']")


def test_a_resident_number_in_the_files_name_is_not_kept(acting, browse, manager, offering):
    path = f"/firm/offerings/{offering.code}/list"
    page = send(browse, path, sheet_of(*ROWS), name=f"{RESIDENT}.xlsx")
    assert page.status == 200
    assert lists(acting) == [(ListStatus.checking, 1, "")]


def test_nobody_is_asked_for_while_a_line_is_wrong(acting, browse, manager, offering):
    page = send(browse, f"/firm/offerings/{offering.code}/list", sheet_of(*ROWS, ["", "x"]))
    assert not page.all("//button[@name='ask']")
    page = page.submit(page.path, ask="1", **{"name-3": "이름"})
    assert page.all("//input[@name='name-3']/@value") == ["이름"]  # what was corrected is kept
    assert lists(acting)[0][0] is ListStatus.checking


@pytest.mark.parametrize(
    "content",
    [
        sheet_of(*ROWS, ["가", "a@b.example", RESIDENT]),
        f"이름,이메일\n가,{RESIDENT}\n".encode("cp949"),
        b"%PDF-1.4",
        b"",
    ],
    ids=["xlsx", "csv", "pdf", "empty"],
)
def test_a_refused_file_leaves_nothing(acting, browse, manager, offering, content):
    page = send(browse, f"/firm/offerings/{offering.code}/list", content)
    assert page.status == 422
    assert page.all("//*[@class='field-error']")
    assert "234567" not in page.body
    assert lists(acting) == []


def test_a_resident_number_typed_on_the_page_is_neither_kept_nor_shown(
    acting, browse, manager, offering
):
    page = send(browse, f"/firm/offerings/{offering.code}/list", sheet_of(*ROWS))
    page = page.submit(page.path, **{"name-2": "이바뀜", "department-2": RESIDENT})
    assert page.status == 422
    assert "1234567<" not in page.body
    assert RESIDENT not in page.body
    assert page.all("//input[@name='name-2']/@value") == ["이바뀜"]
    with acting():
        (kept,) = db.session.query(UploadedList).one().lines
    assert (kept["name"], kept["department"]) == ("이신입", "")


def test_the_same_people_as_last_time(make, acting, browse, firm, manager, offering):
    earlier = make.offering(make.course("지난 과정"))
    for name in ("김하나", "이두리"):
        user = make.user(name)
        make.member(user, firm)
        make.enrolment(earlier, user, firm_id=firm.id)
    gone = make.user("떠난이")
    make.enrolment(earlier, gone, firm_id=firm.id)
    page = browse(f"/firm/offerings/{offering.code}/list")
    page = page.submit("/list/again", earlier=earlier.code)
    assert page.all("//input[starts-with(@name,'name-')]/@value") == ["김하나", "이두리"]
    assert page.all("//button[@name='ask']")


def test_an_operator_sends_a_list_for_a_firm(make, acting, browse, sign_in, firm, offering):
    sign_in(make.operator())
    path = f"/desk/offerings/{offering.code}/list"
    assert path in browse(f"/desk/offerings/{offering.code}/enrolments").links()
    page = send(browse, path, sheet_of(*ROWS), firm=str(firm.id))
    assert "천안정밀" in page.text
    assert lists(acting) == [(ListStatus.checking, 1, "명단.xlsx")]
    page = page.submit("/drop")
    assert lists(acting) == [(ListStatus.dropped, 1, "")]


def test_lists_of_another_firm_are_not_there(make, acting, browse, sign_in, manager, offering):
    page = send(browse, f"/firm/offerings/{offering.code}/list", sheet_of(*ROWS))
    other = make.user("남")
    make.member(other, make.firm("남의 회사"), MembershipKind.manager)
    sign_in(other)
    browse(page.path, 404)


def test_the_template_offers_the_departments_of_the_firm(
    client, acting, make, firm, manager, offering
):
    with acting():
        here(make.member(make.user("김동료"), firm)).department = "품질팀"
    answer = client.get(f"/firm/offerings/{offering.code}/list/template.xlsx")
    (people, _, choices) = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).sheet_names
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert len(book.get_sheet_by_name(people).to_python()) == 2
    assert "품질팀" in str(book.get_sheet_by_name(choices).to_python())
