"""What people do on the site, in the words of the stories."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.installation import Installation

PASSWORD = "Garden-2026-moa"


def log_in(page: Page, site: Installation, email: str, password: str = PASSWORD) -> None:
    """Sign in through the form, unless this browser still is."""
    page.goto(f"{site.url}/login")
    if page.locator("header .user-menu").count():
        return
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    expect(page.locator("header .user-menu")).to_be_visible()


def sign_up(page: Page, site: Installation, name: str, email: str, phone: str) -> None:
    """Make an account, confirm it by the mail, and be signed in."""
    fill_in(page, site, name, email, phone)
    page.goto(site.link_in(site.mail(email, "/confirm/")))
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("header .user-menu")).to_be_visible()


def fill_in(page: Page, site: Installation, name: str, email: str, phone: str) -> None:
    """Fill in the form of a new account and send it."""
    page.goto(f"{site.url}/signup")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    page.fill("[name=phone]", phone)
    page.fill("[name=password]", PASSWORD)
    page.locator("label[for=terms]").click(position={"x": 12, "y": 12})
    page.locator("label[for=privacy]").click(position={"x": 12, "y": 12})
    send(page)


def send(page: Page, action: str = "") -> None:
    """Press the main button of the form with this action (default: this page's own form)."""
    form = page.locator(f"main form[action$='{action}']" if action else "main form[method=post]")
    form.last.locator("button[type=submit], button:not([type])").last.click()
    page.wait_for_load_state()


def agree(page: Page) -> None:
    """Say yes in the dialog that asks once more, if there is one."""
    dialog = page.locator("#confirm-dialog[open] [value=yes]")
    if dialog.count():
        dialog.click()
        page.wait_for_load_state()
