"""Take the pictures of the README: `make pictures`.

Starts an installation of its own with demo data at a fixed moment, signs in as each demo person and
photographs the main pages at 1280 and 390 pixels. Run it again after a change of looks.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page

from lms.core.clock import SEOUL
from lms.demo.accounts import PASSWORD
from tests.chromium import chromium
from tests.journeys.installation import Installation, running

HERE = Path(__file__).resolve().parent
MOMENT = datetime(2026, 11, 18, 9, 20, tzinfo=SEOUL)
WIDTHS = {1280: 860, 390: 844}
STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"

PAGES: dict[str | None, dict[str, str]] = {
    None: {
        "home": "/",
        "courses": "/courses",
        "course": "/courses/SFA-OS-201",
        "schedule": "/offerings",
        "classrooms": "/classrooms",
        "floors": "/classrooms/floors",
        "find-room": "/classrooms/find?day=2026-11-19&from=13:00&minutes=120&people=15",
        "verify": "/verify",
    },
    "trainee": {"my": "/my"},
    "instructor": {"teach": "/teach", "roll-call": "/teach >> a[href*='/teach/sessions/']"},
    "firm": {"firm": "/firm"},
    "operator": {
        "desk": "/desk",
        "desk-timetable": "/desk/timetable",
        "occupancy": "/desk/occupancy",
        "desk-offering": "/desk/offerings?status=running >> main table a[href^='/desk/offerings/SFA']",
    },
}


def main() -> None:
    """Take all pictures."""
    with TemporaryDirectory(prefix="lms-pictures-") as folder, chromium() as browser:
        home = Path(folder)
        installation = Installation(home, f"sqlite:///{home / 'lms.db'}", MOMENT, demo=True)
        with running(installation):
            for name, pages in PAGES.items():
                for width, height in WIDTHS.items():
                    _visit(browser, installation.url, name, pages, width, height)


def _visit(
    browser: Browser, url: str, name: str | None, pages: dict[str, str], width: int, height: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    page = context.new_page()
    if name:
        _sign_in(page, url, name)
    for title, way in pages.items():
        path, _, link = way.partition(" >> ")
        page.goto(url + path)
        if link:
            page.goto(url + str(page.locator(link).first.get_attribute("href")))
        page.wait_for_load_state("networkidle")
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
            " document.adoptedStyleSheets.push(s) }",
            STILL,
        )
        _keep(page.screenshot(), HERE / f"{title}-{width}.png")
        print(f"{title}-{width}.png", flush=True)
    context.close()


def _keep(picture: bytes, path: Path) -> None:
    """Save with 256 colours, which is enough for a screen and a third of the bytes."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(path, optimize=True)


def _sign_in(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/login")
    page.fill("[name=email]", f"{name}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
