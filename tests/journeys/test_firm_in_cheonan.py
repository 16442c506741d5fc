"""A firm in Cheonan: registers from afar, reserves five seats, names its people from an Excel file; one
of them declines, and the line moves to somebody who waits with a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.core.test_workbooks import sheet_of
from tests.firms.test_registrations import PDF
from tests.journeys.installation import Installation
from tests.journeys.people import PASSWORD, agree, log_in, send, sign_up
from tests.journeys.test_whole_way import COURSE, TITLE, make_instructor, plan

NUMBER = "999-81-00015"
"""Nobody's: no tax office has these first digits."""
CODE = f"{COURSE}-2026-01"
SEATS = 5
NAMES = ("강가람", "노나래", "도다온", "류라온", "문마루")


def address(name: str) -> str:
    """Each of them has an address of their own."""
    return f"person{NAMES.index(name) + 1}@cheonan.example"


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_a_firm_in_cheonan(installation, person, serious_faults):
    site: Installation = installation
    for email, name, more in (
        ("operator@academy.example", "나운영", ["--operator"]),
        ("teacher@academy.example", "도강사", []),
    ):
        site.command("users", "create", email, "--name", name, "--password", PASSWORD, *more)
    desk, manager, single = person(), person(), person(phone=True)
    log_in(desk, site, "operator@academy.example")
    make_instructor(desk, site)
    plan(desk, site, seats=SEATS)
    let_firms_reserve(desk, site)

    sign_up(manager, site, "하담당", "manager@cheonan.example", "010-1111-2222")
    register(manager, site)
    approve(desk, site)
    site.mail("manager@cheonan.example", "천안정밀")
    reserve(manager, site)

    sign_up(single, site, "김혼자", "single@firm.example", "010-3333-4444")
    single.goto(f"{site.url}/offerings/{CODE}")
    send(single, "/enrol")
    agree(single)
    single.goto(f"{site.url}/my")
    expect(single.locator("main")).to_contain_text("대기")

    name_from_excel(manager, site, serious_faults)
    declines, accepts = person(phone=True), person(phone=True)
    decline(declines, site, "문마루")
    accept(accepts, site, "강가람")

    site.mail("manager@cheonan.example", "문마루")
    single.goto(site.link_in(site.mail("single@firm.example", "까지 좌석을 남겨 두었습니다")))
    send(single, "/accept")
    single.goto(f"{site.url}/my")
    expect(single.locator("main")).to_contain_text("수강 확정")
    assert [line for line in site.doctor() if line.startswith("FAIL")] == ["FAIL  settings"]


def let_firms_reserve(desk: Page, site: Installation) -> None:
    desk.goto(f"{site.url}/desk/offerings/{CODE}/seats")
    desk.fill("[name=hold_limit]", str(SEATS))
    send(desk)


def register(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/firm/register")
    page.fill("[name=business_number]", NUMBER)
    send(page)
    for name, value in {
        "name": "천안정밀",
        "representative": "하대표",
        "address": "충청남도 천안시 서북구 1공단로 1",
    }.items():
        page.fill(f"[name={name}]", value)
    for name, value in {"region_code": "44130", "size": "small", "level": "js1"}.items():
        page.locator(f"[name={name}]").select_option(value)
    page.set_input_files(
        "[name=certificate]",
        {"name": "사업자등록증.pdf", "mimeType": "application/pdf", "buffer": PDF},
    )
    page.locator("label[for=consent]").click(position={"x": 12, "y": 12})
    send(page)
    expect(page).to_have_url(f"{site.url}/firm/registration")


def approve(desk: Page, site: Installation) -> None:
    desk.goto(f"{site.url}/desk/firm-registrations")
    desk.get_by_role("link", name="천안정밀").first.click()
    expect(desk.locator("main")).to_contain_text("충청권")
    desk.locator("main a[href$='/approve']").click()
    send(desk)
    agree(desk)


def reserve(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/firm/offerings/{CODE}")
    page.fill("[name=count]", str(SEATS))
    send(page, "/hold")
    expect(page.locator("main")).to_contain_text(f"{SEATS}석")


def name_from_excel(page: Page, site: Installation, serious_faults: Any) -> None:
    """One name is typed wrongly and corrected on the screen."""
    rows = [[name if name != "류라온" else "류라온2", address(name)] for name in NAMES]
    page.goto(f"{site.url}/firm/offerings/{CODE}/list")
    page.set_input_files(
        "[name=file]",
        {"name": "명단.xlsx", "mimeType": "application/zip",
         "buffer": sheet_of(["이름", "이메일"], *rows)},
    )  # fmt: skip
    page.locator("label", has_text="가능한 인원만").click()
    send(page)
    assert serious_faults(page, contrast=True) == []
    page.get_by_role("textbox", name="이름").fill("류라온")
    page.locator("button[name=look]").click()
    page.locator("button[name=ask]").click()
    expect(page.locator("main")).to_contain_text(f"{SEATS}명을 모두 신청했습니다")
    page.goto(f"{site.url}/firm/offerings/{CODE}")
    for name in NAMES:
        expect(page.locator("main")).to_contain_text(name)


def decline(page: Page, site: Installation, name: str) -> None:
    page.goto(site.link_in(site.mail(address(name), "천안정밀")))
    expect(page.locator("main")).to_contain_text(TITLE)
    send(page, "/decline")
    agree(page)


def accept(page: Page, site: Installation, name: str) -> None:
    page.goto(site.link_in(site.mail(address(name), "천안정밀")))
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=phone]", "010-5555-6666")
    for consent in ("firm", "terms", "privacy"):
        page.locator(f"label[for={consent}]").click(position={"x": 12, "y": 12})
    page.locator("form[action*='/accept'] button").last.click()
    page.goto(f"{site.url}/my")
    expect(page.locator("main")).to_contain_text("수강 확정")
