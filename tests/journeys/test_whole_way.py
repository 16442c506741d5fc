"""The whole way: from an empty site to a certificate that a stranger verifies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lms.core.clock import SEOUL
from tests.journeys.installation import Installation
from tests.journeys.people import PASSWORD, agree, log_in, send, sign_up

CLASS_DAY = "2026-03-23"
IN_CLASS = datetime(2026, 3, 23, 9, 5, tzinfo=SEOUL)
AFTER_CLASS = datetime(2026, 3, 23, 18, 5, tzinfo=SEOUL)
COURSE = "SFA-MI-101"
TITLE = "스마트공장의 이해"


def test_the_whole_way(installation, person, tmp_path):
    site: Installation = installation
    for email, name, more in (
        ("operator@academy.example", "나운영", ["--operator"]),
        ("teacher@academy.example", "도강사", []),
    ):
        site.command("users", "create", email, "--name", name, "--password", PASSWORD, *more)

    desk = person()
    log_in(desk, site, "operator@academy.example")
    make_instructor(desk, site)
    plan(desk, site)

    first, second, third = person(phone=True), person(), person()
    find_course(first, site)
    sign_up(first, site, "김하나", "hana@firm.example", "010-1111-2222")
    enrol(first, site)
    expect(first.locator("main")).to_contain_text("수강 확정")
    site.mail("hana@firm.example", TITLE)
    sign_up(second, site, "박두리", "duri@firm.example", "010-3333-4444")
    enrol(second, site)
    sign_up(third, site, "Nguyễn Thị Lan", "lan@firm.example", "010-5555-6666")
    enrol(third, site)
    expect(third.locator("main")).to_contain_text("대기")
    site.mail("lan@firm.example", TITLE)
    cancel(second, site)
    third.goto(site.link_in(site.mail("lan@firm.example", "까지 좌석을 남겨 두었습니다")))
    send(third, "/accept")
    third.goto(f"{site.url}/my")
    expect(third.locator("main")).to_contain_text("수강 확정")

    site.travel(IN_CLASS)
    teacher = person(phone=True)
    log_in(teacher, site, "teacher@academy.example")
    take_the_roll(teacher, site)
    site.travel(AFTER_CLASS)
    log_in(teacher, site, "teacher@academy.example")
    lock_the_roll(teacher, site)

    log_in(desk, site, "operator@academy.example")
    issue(desk, site)
    site.mail("hana@firm.example", "제2026-0001호")
    log_in(first, site, "hana@firm.example")
    words = download(first, site, tmp_path)
    assert "제2026-0001호" in words
    assert "김하나" in words
    assert TITLE in words

    verify(person(phone=True), site, words)
    every_mail_was_sent(desk, site)
    assert [line for line in site.doctor() if line.startswith("FAIL")] == ["FAIL  settings"]


def make_instructor(desk: Page, site: Installation) -> None:
    desk.goto(f"{site.url}/desk/people?q=ㄷㄱㅅ")
    desk.get_by_role("link", name="도강사").click()
    desk.locator("select[name=role]").select_option("instructor")
    send(desk, "/roles")
    expect(desk.locator("main")).to_contain_text("강사")


def plan(desk: Page, site: Installation, seats: int = 2) -> None:
    desk.goto(f"{site.url}/desk/rooms/new")
    for name, value in {"code": "101", "name": "제1강의실", "floor": "1", "capacity": "30"}.items():
        desk.fill(f"[name={name}]", value)
    send(desk)
    desk.goto(f"{site.url}/desk/courses/new")
    for name, value in {
        "code": COURSE,
        "title_ko": TITLE,
        "title_en": "Understanding the Smart Factory",
        "hours": "8",
        "days": "1",
        "capacity": str(seats),
        "units-0-title": "스마트공장 개념",
        "units-0-hours": "8",
    }.items():
        desk.fill(f"[name='{name}']", value)
    send(desk)
    send(desk, f"/desk/courses/{COURSE}/status")
    agree(desk)
    desk.goto(f"{site.url}/desk/offerings/new?course={COURSE}")
    for name, value in {
        "starts_on": CLASS_DAY,
        "ends_on": CLASS_DAY,
        "enrol_from": "2026-03-09T08:00",
        "enrol_until": "2026-03-20T18:00",
        "cancel_until": "2026-03-21T18:00",
        "seats": str(seats),
        "minimum": "1",
    }.items():
        desk.fill(f"[name={name}]", value)
    send(desk)
    schedule(desk, site)
    desk.goto(f"{site.url}/desk/offerings/{COURSE}-2026-01")
    desk.locator("form[action$='/publish'] button").click()
    agree(desk)
    expect(desk.locator("main")).to_contain_text("모집 중")


def schedule(desk: Page, site: Installation) -> None:
    desk.goto(f"{site.url}/desk/offerings/{COURSE}-2026-01/sessions/new")
    for name, value in {
        "day": CLASS_DAY,
        "starts": "09:00",
        "ends": "18:00",
        "break_from": "12:00",
        "break_until": "13:00",
    }.items():
        desk.fill(f"[name={name}]", value)
    desk.locator("[name=room]").select_option("101")
    desk.locator("[name=instructor]").select_option(label="도강사")
    send(desk)
    expect(desk.locator("main")).to_contain_text("제1강의실")


def find_course(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/courses?q=ㅅㅁㅌ")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_contain_text(TITLE)
    page.locator(f"main a[href$='/offerings/{COURSE}-2026-01']").first.click()
    expect(page.locator("main")).to_contain_text("제1강의실")


def enrol(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/offerings/{COURSE}-2026-01")
    send(page, "/enrol")
    agree(page)
    page.goto(f"{site.url}/my")


def cancel(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/my")
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("main a[href$='/cancel']").click()
    send(page)
    agree(page)
    expect(page.locator("main")).to_contain_text("취소")


def take_the_roll(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/teach")
    page.locator("main a[href*='/teach/sessions/']").first.click()
    mark(page, "김하나", "출석")
    mark(page, "Nguyễn Thị Lan", "결석")
    page.reload()
    for name, word in (("김하나", "출석"), ("Nguyễn Thị Lan", "결석")):
        row = page.locator("li.roll-person", has_text=name)
        expect(row.get_by_role("radio", name=word)).to_be_checked()


def mark(page: Page, name: str, word: str) -> None:
    row = page.locator("li.roll-person", has_text=name)
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        row.locator("label.roll-choice", has_text=word).click()
    assert saved.value.ok


def lock_the_roll(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/teach")
    page.locator("main a[href*='/teach/sessions/']").first.click()
    page.locator("main a[href$='/lock']").click()
    send(page, "/lock")
    agree(page)
    expect(page.locator("main")).to_contain_text("마감")


def issue(page: Page, site: Installation) -> None:
    page.goto(f"{site.url}/desk/offerings/{COURSE}-2026-01/completion")
    expect(page.locator("main")).to_contain_text("미수료")
    send(page, "/certificates")
    agree(page)
    expect(page.locator("main")).to_contain_text("제2026-0001호")


def download(page: Page, site: Installation, folder: Path) -> str:
    page.goto(f"{site.url}/my")
    with page.expect_download() as saved:
        page.locator("main a[href$='.pdf']").first.click()
    path = folder / "certificate.pdf"
    saved.value.save_as(path)
    return "\n".join(sheet.extract_text() for sheet in PdfReader(path).pages)


def verify(page: Page, site: Installation, words: str) -> None:
    code = _code_in(words)
    page.goto(f"{site.url}/verify?number=2026-0001&code={code.lower()}")
    expect(page.locator("main")).to_contain_text("김*나")
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).not_to_contain_text("김하나")
    page.goto(f"{site.url}/verify")
    page.fill("[name=number]", "제2026-0001호")
    page.fill("[name=code]", "AAAA-BBBB-CCCC-DDDD")
    send(page, "/verify")
    expect(page.locator("main")).not_to_contain_text(TITLE)


def _code_in(words: str) -> str:
    parts = [word for word in words.split() if word.count("-") == 3 and len(word) == 19]
    assert parts, words
    return parts[0]


def every_mail_was_sent(desk: Page, site: Installation) -> None:
    desk.goto(f"{site.url}/desk/messages?status=failed")
    expect(desk.locator("main table tbody tr")).to_have_count(0)
    desk.goto(f"{site.url}/desk/messages?status=sent")
    expect(desk.locator("main")).to_contain_text(TITLE)
