"""The warning before an idle session ends, in a real browser whose clock can be moved on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, expect

from lms.accounts import passwords
from lms.accounts.models import User
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]
PASSWORD = "right horse 7 battery"

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def page(browser: Browser, served: str, make: Make, acting: Acting) -> Iterator[Page]:
    with acting():
        kept = passwords.hashed(PASSWORD)
    user: User = make.user("홍길동", password_hash=kept)
    context = browser.new_context(locale="ko-KR")
    page = context.new_page()
    page.clock.install()
    page.goto(f"{served}/login?next=/my/profile")
    page.fill("[name=email]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/my/profile")
    yield page
    context.close()


def test_one_key_gives_more_time(page: Page) -> None:
    dialog = page.locator("#idle-dialog")
    page.clock.run_for("27:50")
    expect(dialog).to_be_hidden()
    page.clock.run_for("00:15")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-left]")).to_have_text("1:55")
    with page.expect_response("**/my/stay"):
        page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.run_for("27:50")
    expect(dialog).to_be_hidden()


def test_whoever_types_is_not_asked(page: Page) -> None:
    page.clock.run_for("20:00")
    with page.expect_response("**/my/stay"):
        page.locator("main [name=name]").press("a")
        page.clock.run_for("00:02")
    page.clock.run_for("15:00")
    expect(page.locator("#idle-dialog")).to_be_hidden()


def test_what_was_typed_survives_the_end_of_the_session(page: Page, served: str) -> None:
    page.fill("main [name=name]", "홍길순")
    page.context.clear_cookies()  # as the server would have ended it
    page.clock.run_for("30:05")
    dialog = page.locator("#idle-dialog")
    expect(dialog.locator("[data-part=out]")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{served}/login")
    other.fill("[name=email]", "person1@example.org")
    other.fill("[name=password]", PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url("**/my")
    other.close()
    with page.expect_response("**/my/stay"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(dialog).to_be_hidden()
    page.locator("main form.form button[type=submit]").first.click()
    page.wait_for_url("**/my/profile")
    expect(page.locator("main [name=name]")).to_have_value("홍길순")
    expect(page.locator(".flashes .alert-success")).to_be_visible()
