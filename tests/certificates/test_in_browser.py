"""What only a browser can show: the QR's signature checked in the page, also without a network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from lms.accounts.models import User
from lms.certificates.keys import Keys
from lms.certificates.models import Certificate
from lms.certificates.seal import sealed_address
from lms.core.db import db
from lms.core.gate import Gate
from lms.core.storage import storage
from tests.certificates.conftest import Judged
from tests.certificates.papers import FACTS
from tests.certificates.signed import new_keys
from tests.chromium import AXE

AXE_RUN = "async () => (await axe.run()).violations.map((one) => one.id)"


@pytest.fixture
def keys(app: Gate) -> Iterator[Keys]:
    """Keys of this installation."""
    folder = app.extensions["settings"].signing.folder
    yield new_keys(folder)
    for path in folder.rglob("*.p*"):
        path.unlink()


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="ko-KR", base_url=served
    )
    yield context.new_page()
    context.close()


def printed(judged: Judged) -> None:
    """Do what the worker does, in a thread of its own: Playwright keeps this one's event loop."""
    worker = threading.Thread(target=judged.print)
    worker.start()
    worker.join()


def test_a_qr_is_checked_without_a_network(page: Page, keys: Keys) -> None:
    page.goto("/verify/offline")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    text, result = page.get_by_role("textbox", name="QR 코드의 내용"), page.locator("[data-result]")
    genuine = sealed_address(FACTS, keys.seal)
    text.fill(genuine)
    expect(result).to_contain_text("진짜입니다")
    expect(result).to_contain_text("2026-0001 · 홍길동 · 스마트공장 구축 및 추진실무")
    text.fill(genuine.replace("7K2M", "7K2N"))
    expect(result).to_contain_text("내용이 바뀌었습니다")
    text.fill(genuine.split("#")[0])
    expect(result).to_contain_text("서명이 없는 글입니다")
    text.fill(genuine.replace("#v1.", "#v1.f"))
    expect(result).to_contain_text("아카데미의 것이 아닌 키")


def test_a_scanned_qr_shows_register_and_signature(
    page: Page, keys: Keys, judged: Judged, served: str
) -> None:
    issued = judged.get(judged.issue()[0])
    printed(judged)
    with judged.acting():
        facts = db.session.get_one(Certificate, issued.id).facts
    from_paper = sealed_address(type(FACTS).from_json(facts), keys.seal)
    page.goto(from_paper.replace("http://127.0.0.1:8000", served))
    expect(page.locator(".finding-valid")).to_be_visible()
    expect(page.locator(".seal-words")).to_contain_text("가나다")


def test_a_stranger_drops_the_file_and_nobody_is_shut_out(
    page: Page, keys: Keys, judged: Judged, tmp_path: Path
) -> None:
    issued = judged.issue()[0]
    printed(judged)
    paper = tmp_path / "paper.pdf"
    with judged.acting():
        key = db.session.get_one(Certificate, issued).file_key or ""
        paper.write_bytes(storage().get(key))
    page.goto("/verify")
    page.get_by_label("수료증 PDF 파일").set_input_files(paper)
    page.get_by_role("button", name="파일 확인").click()
    expect(page.locator(".finding-valid").first).to_contain_text("발급한 파일과 똑같습니다")
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(AXE_RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("path", ["", "/{id}"])
def test_a_holders_pages_are_open_to_everybody(
    page: Page,
    judged: Judged,
    sign_in: Callable[[User], User],
    client: FlaskClient,
    served: str,
    path: str,
) -> None:
    issued = judged.get(judged.issue()[0])
    printed(judged)
    with judged.acting():
        sign_in(db.session.get_one(User, issued.holder_id))
    cookie = client.get_cookie("session")
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": served}])
    page.goto("/my/certificates" + path.format(id=issued.id))
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(AXE_RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
