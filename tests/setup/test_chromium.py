"""The browser and the accessibility checker that set-up brings, at work on a page in Korean."""

from tests.chromium import AXE, chromium

PAGE = "<!doctype html><html lang='ko'><title>수료증</title><h1>수료증</h1><img src='data:,'>"


def test_the_browser_runs_and_axe_finds_what_is_wrong() -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(PAGE)
        assert page.title() == "수료증"
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run().then(result => result.violations.map(one => one.id))")
    assert "image-alt" in found
