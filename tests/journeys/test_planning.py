"""An operator plans a whole offering by keyboard alone, and subscribes to a calendar."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from lms.demo.accounts import INSTRUCTOR, OPERATOR, PASSWORD
from tests.journeys.people import log_in


def press(page: Page, name: str) -> None:
    """Go to a button with the Tab key and press it with Enter."""
    button = page.locator(f"main button[name={name}]")
    for _ in range(300):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    expect(button).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_offering_is_planned_by_keyboard_alone(demo, person, serious_faults):
    page = person()
    log_in(page, demo, OPERATOR, PASSWORD)
    page.goto(f"{demo.url}/desk/offerings?status=draft")
    page.locator("main table a").first.click()
    timetable = page.locator("main table").first.locator("tbody tr")
    before = timetable.count()
    hub = page.url
    page.goto(f"{hub}/plan")
    page.locator("[name=count]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    press(page, "propose")
    rows = page.locator(".plan-row")
    expect(rows).to_have_count(3)
    assert serious_faults(page) == []
    rows.nth(2).locator("[name$=-skip]").focus()
    page.keyboard.press("Space")
    press(page, "check")
    expect(page.locator(".plan-row").nth(2).locator("[name$=-skip]")).to_be_checked()
    press(page, "book")
    expect(page).to_have_url(hub)
    expect(timetable).to_have_count(before + 2)


def test_an_instructor_takes_a_calendar_along(demo, person, serious_faults):
    page = person(phone=True)
    log_in(page, demo, INSTRUCTOR, PASSWORD)
    page.goto(f"{demo.url}/my/calendar")
    page.locator("main form[action$='/teaching'] button").click()
    page.locator("dialog[open] [value=yes]").click()
    address = page.locator("#address-teaching")
    expect(address).to_be_visible()
    assert serious_faults(page) == []
    answer = page.request.get(address.input_value())
    assert answer.ok
    assert "BEGIN:VEVENT" in answer.text()
    page.reload()
    expect(address).to_have_count(0)
