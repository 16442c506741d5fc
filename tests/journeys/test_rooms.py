"""An operator plans rooms in the timetable: by dragging, by keyboard alone, and with a finger."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.demo.accounts import OPERATOR, PASSWORD
from tests.journeys.people import log_in, send

TABLET = {"width": 1180, "height": 820}
SAVED = re.compile(r"/desk/bookings/\d+$")
WIDE = {"width": 1600, "height": 1400}


@pytest.fixture
def desk(demo, person) -> Callable[[date], Page]:
    """The desk's timetable of a day on a wide screen."""

    def desk(day: date) -> Page:
        page: Page = person()
        page.set_viewport_size(WIDE)
        log_in(page, demo, OPERATOR, PASSWORD)
        page.goto(f"{demo.url}/desk/timetable?day={day}")
        return page

    return desk


def track(page: Page, code: str) -> Locator:
    return page.locator(f".track[data-room='{code}']")


def x_of(row: Locator, hour: float) -> tuple[float, float]:
    """Where an hour stands in a row."""
    box = row.bounding_box()
    assert box
    begins = int(row.get_attribute("data-begins") or 0) / 60
    columns = float(row.evaluate("e => getComputedStyle(e).getPropertyValue('--columns')"))
    return box["x"] + box["width"] * (hour - begins) * 4 / columns, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def book(page: Page, title: str) -> None:
    """Fill in what the drag could not know, and save."""
    page.locator("main [name=title]").fill(title)
    send(page)
    page.wait_for_url(SAVED)


def slot(page: Page, code: str, title: str) -> Locator:
    return track(page, code).locator(".slot", has_text=title)


def test_drag_over_free_time_books_it_and_drag_of_the_booking_moves_it(demo, desk):
    day = date(2027, 4, 5)
    page = desk(day)
    first = track(page, "101")
    drag(page, x_of(first, 10.1), x_of(first, 11.9))
    page.wait_for_url("**/desk/bookings/new?**")
    assert f"room=101&from={day}T10%3A00&until={day}T12%3A00" in page.url
    book(page, "끌어서 만든 예약")
    page.goto(f"{demo.url}/desk/timetable?day={day}")
    expect(slot(page, "101", "끌어서 만든 예약")).to_contain_text("10:00–12:00")

    drag(page, x_of(track(page, "101"), 10.6), x_of(track(page, "203"), 14.1))
    dialog = page.locator("#move-dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("끌어서 만든 예약")
    expect(dialog.locator(".move-old")).to_contain_text("10:00–12:00")
    expect(dialog.locator(".move-new")).to_contain_text("13:30–15:30")
    dialog.get_by_role("button", name="옮기기").click()
    expect(slot(page, "203", "끌어서 만든 예약")).to_contain_text("13:30–15:30")
    expect(slot(page, "101", "끌어서 만든 예약")).to_have_count(0)
    assert page.url.endswith(f"/desk/timetable?day={day}")


def test_escape_lets_go_and_a_click_still_opens_the_booking(demo, desk):
    day = date(2027, 4, 6)
    page = desk(day)
    row = track(page, "101")
    drag(page, x_of(row, 13), x_of(row, 15))
    page.wait_for_url("**/desk/bookings/new?**")
    book(page, "옮기지 않을 예약")
    page.goto(f"{demo.url}/desk/timetable?day={day}")
    page.mouse.move(*x_of(track(page, "101"), 14))
    page.mouse.down()
    page.mouse.move(*x_of(track(page, "101"), 17), steps=5)
    expect(page.locator(".drag-ghost")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".drag-ghost")).to_have_count(0)
    page.mouse.up()
    expect(page.locator("#move-dialog")).to_be_hidden()
    page.goto(f"{demo.url}/desk/timetable?day={day}")
    slot(page, "101", "옮기지 않을 예약").locator("a.slot-in").click()
    page.wait_for_url("**/desk/bookings/*")
    expect(page.locator("main")).to_contain_text("옮기지 않을 예약")


def test_a_move_that_cannot_be_comes_back_with_the_reason(demo, desk):
    day = date(2027, 4, 7)
    page = desk(day)
    for code, title in (("101", "먼저 잡은 예약"), ("203", "부딪칠 예약")):
        row = track(page, code)
        drag(page, x_of(row, 10), x_of(row, 11.9))
        page.wait_for_url("**/desk/bookings/new?**")
        book(page, title)
        page.goto(f"{demo.url}/desk/timetable?day={day}")
    drag(page, x_of(track(page, "203"), 11), x_of(track(page, "101"), 11))
    page.locator("#move-dialog").get_by_role("button", name="옮기기").click()
    expect(page.locator("main")).to_contain_text("먼저 잡은 예약")
    page.goto(f"{demo.url}/desk/timetable?day={day}")
    expect(slot(page, "203", "부딪칠 예약")).to_have_count(1)


def test_the_same_by_keyboard_alone(demo, desk):
    day = date(2027, 4, 8)
    page = desk(day)
    free = track(page, "204").locator(".free a")
    free.first.focus()
    expect(free.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/bookings/new?**")
    page.locator("main [name=title]").focus()
    page.keyboard.type("자판으로 만든 예약")
    page.keyboard.press("Enter")
    page.wait_for_url(SAVED)
    page.goto(f"{demo.url}/desk/timetable?day={day}")
    move = slot(page, "204", "자판으로 만든 예약").locator(".slot-move")
    move.focus()
    expect(move).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/move")
    page.locator("main [name=room]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("main [name=room]")).to_have_value("203")
    page.locator("main form button[type=submit], main form button:not([type])").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(SAVED)
    page.goto(f"{demo.url}/desk/timetable?day={day}")
    expect(slot(page, "203", "자판으로 만든 예약")).to_have_count(1)


def test_a_finger_holds_before_it_drags_and_scrolls_otherwise(demo, browser):
    context = browser.new_context(
        viewport=TABLET, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True
    )
    page = context.new_page()
    log_in(page, demo, OPERATOR, PASSWORD)
    page.goto(f"{demo.url}/desk/timetable?day=2027-04-09")
    row = track(page, "101")
    x, y = x_of(row, 10)
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": px, "y": py} for px, py in points]},
        )

    touch("touchStart", (x, y))
    touch("touchMove", (x + 40, y))
    expect(page.locator(".drag-ghost")).to_have_count(0)
    touch("touchEnd")
    page.wait_for_timeout(500)  # a second touch at once would be a double tap
    touch("touchStart", (x, y))
    expect(page.locator(".drag-ghost")).to_have_count(1)
    touch("touchMove", (x_of(row, 11.9)[0], y))
    expect(page.locator(".drag-ghost")).to_contain_text("10:00–12:00")
    touch("touchEnd")
    page.wait_for_url("**/desk/bookings/new?**")
    context.close()


def test_without_javascript_the_links_do_the_same(demo, person):
    page = person(phone=True, javascript=False)
    log_in(page, demo, OPERATOR, PASSWORD)
    page.goto(f"{demo.url}/desk/timetable?day=2027-04-12")
    page.locator(".free a").first.click()
    expect(page.locator("main [name=title]")).to_be_visible()


def test_a_door_reads_itself_anew_and_says_when_it_cannot(demo, person):
    page = person()
    page.clock.install()
    page.goto(f"{demo.url}/door/201")
    expect(page.locator(".door-now")).to_contain_text("사용 중")
    page.evaluate("document.querySelector('.door-title').textContent = '옛것'")
    page.clock.run_for(21_000)
    expect(page.locator(".door-title")).not_to_have_text("옛것")
    expect(page.locator(".display-offline")).to_be_hidden()
    page.context.set_offline(True)
    page.clock.run_for(21_000)
    expect(page.locator(".display-offline")).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(21_000)
    expect(page.locator(".display-offline")).to_be_hidden()


@pytest.mark.parametrize("way", ["/desk/timetable", "/desk/timetable?view=week",
                                 "/desk/timetable?view=month", "/desk/occupancy"])  # fmt: skip
def test_the_desk_pages_have_no_barrier(demo, person, serious_faults, way):
    page = person()
    log_in(page, demo, OPERATOR, PASSWORD)
    page.goto(demo.url + way)
    assert serious_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
