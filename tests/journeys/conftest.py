"""An installation on each database, and people with browsers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from lms.core.clock import SEOUL
from tests.chromium import AXE
from tests.journeys.installation import Installation, running

MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=SEOUL)
"""When every story begins."""

IN_CLASS = datetime(2026, 11, 18, 9, 20, tzinfo=SEOUL)
"""When a newcomer looks at the demo."""

PHONE: ViewportSize = {"width": 390, "height": 844}
QUICK = "{preload: false, resultTypes: ['violations'], rules: {'color-contrast': {enabled: %s}}}"
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The filled site that a newcomer sees, in the middle of a class; one for the run.

    Stories on it leave each other's people alone.
    """
    home = tmp_path_factory.mktemp("demo")
    with running(Installation(home, f"sqlite:///{home / 'lms.db'}", IN_CLASS, demo=True)) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """A fresh, empty installation that runs."""
    url = f"sqlite:///{tmp_path / 'lms.db'}"
    if request.param == "postgresql":
        url = _new_database(request.getfixturevalue("cluster"))
    with running(Installation(tmp_path, url, MONDAY)) as found:
        yield found


def _new_database(cluster: str) -> str:
    name = f"journey_{uuid.uuid4().hex[:12]}"
    address = cluster.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return cluster.replace("/lms?", f"/{name}?")


@pytest.fixture
def person(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A new person with a browser of their own: `page = person()`, `person(phone=True)`."""
    contexts = []

    def come(*, phone: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"JavaScript: {error}"))
        return page

    yield come
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def serious_faults() -> Callable[..., list[str]]:
    """What axe-core finds on a page that is serious or critical."""
    source = AXE.read_text()

    def look(page: Page, *, contrast: bool = True) -> list[str]:
        colours = "true" if contrast else "false"
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found = page.evaluate(f"axe.run({QUICK % colours}).then(r => r.violations)")
        return [
            f"{page.url} {one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]

    return look
