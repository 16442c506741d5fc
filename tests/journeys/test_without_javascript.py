"""The site without JavaScript, and by keyboard alone: nobody is shut out."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from lms.demo.accounts import INSTRUCTOR, PASSWORD, TRAINEE
from tests.journeys.people import fill_in, log_in, send

FOREIGNER = "karimov.rustam@demo.example"
TABS = 80


def test_a_trainee_without_javascript(demo, person):
    page = person(phone=True, javascript=False)
    log_in(page, demo, FOREIGNER, PASSWORD)
    page.goto(demo.url)
    page.fill("#hero-search", "ㅍㅈㄱㄹ ㄱㅂ")
    page.press("#hero-search", "Enter")
    page.get_by_role("link", name="품질관리 기본").first.click()
    page.locator("main a[href^='/offerings/SFA']").first.click()
    send(page, "/enrol")
    expect(page.locator("main")).to_contain_text("수강 확정")
    page.goto(f"{demo.url}/my")
    page.get_by_role("link", name="품질관리 기본").first.click()
    page.locator("main a[href$='/cancel']").click()
    send(page)
    expect(page.locator("main")).to_contain_text("취소")


def test_signing_up_without_javascript(demo, person):
    page = person(phone=True, javascript=False)
    fill_in(page, demo, "한그루", "hangeuru@firm.example", "010-7777-8888")
    expect(page).to_have_url(f"{demo.url}/signup/sent")


def test_the_roll_call_without_javascript(demo, person):
    page = person(phone=True, javascript=False)
    log_in(page, demo, INSTRUCTOR, PASSWORD)
    page.goto(f"{demo.url}/teach")
    page.locator("main a[href*='/teach/sessions/']").first.click()
    first = _people(page).first
    first.locator("label.roll-choice", has_text="결석").click()
    page.locator("button[name=all]").click()
    expect(first.get_by_role("radio", name="결석")).to_be_checked()
    expect(_people(page).nth(1).get_by_role("radio", name="출석")).to_be_checked()
    page.reload()
    expect(first.get_by_role("radio", name="결석")).to_be_checked()


def test_enrolling_by_keyboard(demo, person):
    page = person()
    page.goto(f"{demo.url}/login")
    _type(page, page.locator("[name=email]"), TRAINEE)
    _type(page, page.locator("[name=password]"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("header .user-menu")).to_be_visible()
    page.goto(demo.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link, .skip-link a").first).to_be_focused()
    _type(page, page.locator("#header-search"), "품질관리")
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses?q=*")
    _press(page, page.locator("main a[href='/courses/SFA-QM-101']"))
    page.wait_for_url("**/courses/SFA-QM-101")
    _press(page, page.locator("main a[href^='/offerings/SFA-QM-101']").first)
    page.wait_for_url("**/offerings/SFA-QM-101*")
    _press(page, page.locator("form[action$='/enrol'] button"), "Space")
    expect(page.locator("main")).to_contain_text("수강 확정")


def test_the_roll_call_by_keyboard(demo, person):
    page = person()
    log_in(page, demo, INSTRUCTOR, PASSWORD)
    page.goto(f"{demo.url}/teach")
    _press(page, page.locator("main a[href*='/teach/sessions/']").first)
    page.wait_for_url("**/teach/sessions/*")
    last = _people(page).last
    _to(page, last.get_by_role("radio", name="출석"))
    for _ in ("지각", "조퇴", "외출", "결석"):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-status]")).to_contain_text("결석 저장")
    page.reload()
    expect(last.get_by_role("radio", name="결석")).to_be_checked()


def test_checking_a_certificate_by_keyboard(demo, person):
    page = person()
    page.goto(f"{demo.url}/verify")
    _type(page, page.locator("[name=number]"), "2026-9999")
    _type(page, page.locator("[name=code]"), "abcd efgh jkmn pqrs")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("일치하는 수료증이 없습니다")


def _people(page: Page) -> Locator:
    return page.locator("li.roll-person")


def _to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _ in range(TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by {TABS} tabs")


def _press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    _to(page, wanted)
    page.keyboard.press(key)


def _type(page: Page, wanted: Locator, words: str) -> None:
    _to(page, wanted)
    page.keyboard.type(words)
