"""A trainee, a firm's manager and a stranger with the same paper."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, expect

from lms.demo.accounts import FIRM, PASSWORD, TRAINEE
from tests.journeys.people import log_in, send

ALL_PRINTED = 120_000
"""Milliseconds: the demo's worker prints some 170 papers before the firm's are all made."""


def test_a_paper_and_three_people(demo, person, tmp_path, serious_faults):
    trainee, manager, stranger = person(phone=True), person(), person(phone=True)
    log_in(manager, demo, FIRM, PASSWORD)
    manager.goto(f"{demo.url}/firm")
    manager.locator("main a[href$='/firm/certificates']").first.click()
    manager.locator("main form[action$='/firm/certificates'] button").click()
    waiting = manager.url

    log_in(trainee, demo, TRAINEE, PASSWORD)
    trainee.goto(f"{demo.url}/my/certificates")
    trainee.locator("main th a").filter(has_not_text="제A").first.click()
    number = re.search(r"제\d{4}-\d{4}호", trainee.locator("h1").inner_text())
    assert number
    assert "linkedin.com" in (
        trainee.get_by_role("link", name="링크드인").get_attribute("href") or ""
    )
    trainee.fill("[name=until]", "2026-12-31")
    send(trainee, "/share")
    link = trainee.locator(".share-link a").get_attribute("href") or ""
    assert serious_faults(trainee) == []

    stranger.goto(link)
    expect(stranger.locator("main")).to_contain_text(number[0])
    assert serious_faults(stranger) == []
    paper = _download(stranger, tmp_path / "paper.pdf")
    _drop(stranger, demo.url, paper)
    expect(stranger.locator(".finding-valid").first).to_contain_text("발급한 파일과 똑같습니다")
    edited = tmp_path / "edited.pdf"
    with pikepdf.open(paper) as file:
        file.docinfo["/Title"] = "바뀐 제목"
        file.save(edited)
    _drop(stranger, demo.url, edited)
    expect(stranger.locator(".finding-unknown").first).to_contain_text("내용이 바뀐 파일입니다")
    trainee.reload()
    expect(trainee.locator("main")).to_contain_text("공유 링크로 받은 사람")

    manager.goto(waiting)
    expect(manager.locator("#order a[href$='/file']")).to_be_visible(timeout=ALL_PRINTED)
    with manager.expect_download() as started:
        manager.locator("#order a[href$='/file']").click()
    with zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes())) as archive:
        names = archive.namelist()
        mine = [one for one in names if one.startswith(number[0])]
        assert archive.read(mine[0]) == paper.read_bytes()
    manager.goto(f"{demo.url}/firm/certificates")
    expect(manager.locator("main table").first.locator("tbody tr")).to_have_count(len(names))
    expect(manager.locator("main table").last).to_contain_text(number[0])
    assert serious_faults(manager) == []


def _download(page: Page, to: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("link", name="내려받기").first.click()
    to.write_bytes(Path(started.value.path()).read_bytes())
    return to


def _drop(page: Page, url: str, file: Path) -> None:
    page.goto(f"{url}/verify")
    page.get_by_label("수료증 PDF 파일").set_input_files(file)
    page.get_by_role("button", name="파일 확인").click()
