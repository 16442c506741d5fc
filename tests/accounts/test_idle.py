"""The warning before an idle session ends, in a real browser whose clock can be moved on."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from lms.accounts import passwords
from lms.accounts.models import User
from lms.core.gate import Gate
from tests.chromium import chromium
from tests.make import Make

PASSWORD = "right horse 7 battery"

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def address(app: Gate) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)


@pytest.fixture
def page(address: str, make: Make, acting) -> Iterator[Page]:
    with acting():
        kept = passwords.hashed(PASSWORD)
    user: User = make.user("홍길동", password_hash=kept)
    with chromium() as browser:
        page = browser.new_context(locale="ko-KR").new_page()
        page.clock.install()
        page.goto(f"{address}/login?next=/my/profile")
        page.fill("[name=email]", user.email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/my/profile")
        yield page


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


def test_what_was_typed_survives_the_end_of_the_session(page: Page, address: str) -> None:
    page.fill("main [name=name]", "홍길순")
    page.context.clear_cookies()  # as the server would have ended it
    page.clock.run_for("30:05")
    dialog = page.locator("#idle-dialog")
    expect(dialog.locator("[data-part=out]")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{address}/login")
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
