"""Many at once: batches that can be watched and left, bound papers, the register taken out."""

import io
import threading
import zipfile
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from lms.accounts.models import User
from lms.audit.models import AccessEntry, AuditEntry
from lms.catalogue.models import Offering
from lms.certificates import services
from lms.certificates.models import Certificate, CertificateStatus, Order, OrderKind
from lms.certificates.progress import progress
from lms.core.db import db
from lms.core.gate import Gate
from lms.core.storage import storage
from lms.jobs.queue import run_job
from lms.notifications.models import Message
from tests.certificates.conftest import Judged
from tests.certificates.papers import text_of
from tests.pages import Browser, Page

SignIn = Callable[[User], User]


def order(judged: Judged, kind: OrderKind) -> int:
    with judged.acting():
        offering = db.session.get_one(Offering, judged.offering.id)
        return services.order(actor=judged.operator, kind=kind, offering=offering).id


def content_of(judged: Judged, order_id: int) -> bytes:
    with judged.acting():
        return storage().get(db.session.get_one(Order, order_id).file_key or "")


@pytest.mark.parametrize(
    ("states", "made", "percent"),
    [
        ([], 0, 100),
        (["queued"], 0, 0),
        (["issued", "queued", "queued"], 1, 33),
        (["revoked"], 1, 100),
    ],
)
def test_progress(states: list[str], made: int, percent: int) -> None:
    found = progress(CertificateStatus(one) for one in states)
    assert (found.made, found.percent) == (made, percent)


def test_what_is_issued_in_one_step_is_one_batch(judged: Judged) -> None:
    ids = judged.issue()
    batches = {judged.get(one).batch_id for one in ids}
    assert len(batches) == 1
    assert None not in batches


def test_the_progress_is_seen_and_the_page_can_be_left(
    judged: Judged, browse: Browser, sign_in: SignIn, app: Gate
) -> None:
    first, *_ = judged.issue()
    address = f"/desk/certificates/batches/{judged.get(first).batch_id}"
    sign_in(judged.operator)
    assert "3건 중 0건" in browse(address).text
    run_job(app, services.JOB, first)
    page = browse(address)
    assert "3건 중 1건" in page.text
    assert page.all("//*[@id='progress']/@hx-get")
    judged.print()
    page = browse(address)
    assert "3건 중 3건" in page.text
    assert not page.all("//*[@id='progress']/@hx-get")


def test_an_order_waits_for_the_papers_and_comes_by_itself(judged: Judged, app: Gate) -> None:
    judged.issue()
    placed = order(judged, OrderKind.ceremony)
    run_job(app, services.ORDER_JOB, placed)
    with judged.acting():
        assert db.session.get_one(Order, placed).made_at is None
    judged.print()
    book = PdfReader(io.BytesIO(content_of(judged, placed)))
    names = [page.extract_text().split("Name")[1].split()[0] for page in book.pages[::2]]
    assert names == ["가나다", "남궁민수", "홍길동"]


def test_ordering_twice_is_one_order(judged: Judged) -> None:
    judged.issue()
    assert order(judged, OrderKind.archive) == order(judged, OrderKind.archive)
    assert order(judged, OrderKind.archive) != order(judged, OrderKind.ceremony)


def test_the_archive_holds_the_files_as_they_are(judged: Judged) -> None:
    issued = judged.issue()
    placed = order(judged, OrderKind.archive)
    judged.print()
    with zipfile.ZipFile(io.BytesIO(content_of(judged, placed))) as archive:
        names = archive.namelist()
        first = archive.read(names[0])
    row = judged.get(issued[0])
    assert names[0] == f"{row.number} 가나다.pdf"
    with judged.acting():
        assert storage().get(row.file_key or "") == first


def test_a_killed_worker_resumes_an_order(judged: Judged, app: Gate) -> None:
    judged.issue()
    judged.print()
    placed = order(judged, OrderKind.archive)
    app.extensions["huey"].flush()  # what the killed worker had in hand
    judged.print()
    with judged.acting():
        assert db.session.get_one(Order, placed).papers == 3


def test_two_workers_share_a_batch_and_make_nothing_twice(judged: Judged, app: Gate) -> None:
    """Both go through the whole batch at once, one from each end."""
    ids = judged.issue()
    problems: list[Exception] = []

    def work(mine: list[int]) -> None:
        for one in mine:
            try:
                run_job(app, services.JOB, one)
            except Exception as problem:
                problems.append(problem)

    workers = [threading.Thread(target=work, args=(mine,)) for mine in (ids, ids[::-1])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    with judged.acting():
        made = select(func.count()).where(AuditEntry.action == "certificates.produce")
        assert db.session.scalar(made) == 3
        assert db.session.scalar(select(func.count(Message.id))) == 3
        states = db.session.scalars(select(Certificate.status)).all()
    assert set(states) == {CertificateStatus.issued}


def test_operators_order_and_fetch(judged: Judged, browse: Browser, sign_in: SignIn) -> None:
    first, *_ = judged.issue()
    sign_in(judged.operator)
    page = browse(f"/desk/certificates/batches/{judged.get(first).batch_id}")
    action = f"/desk/offerings/{judged.offering.code}/certificates/orders/archive"
    waiting = page.submit(action)
    assert "만드는 중" in waiting.text
    assert browse.client.get(f"{waiting.path}/file").status_code == 409
    judged.print()
    ready = browse(waiting.path)
    file = browse.client.get(ready.all("//a[contains(@href, '/file')]/@href")[0])
    assert file.mimetype == "application/zip"
    with judged.acting():
        seen = db.session.scalars(
            select(AccessEntry).where(AccessEntry.action == "certificates.order_file")
        ).one()
        assert seen.subject_count == 3


def test_the_register_as_an_excel_file(judged: Judged, browse: Browser, sign_in: SignIn) -> None:
    year = judged.get(judged.issue()[0]).year
    sign_in(judged.operator)
    page = browse("/desk/certificates/export")
    assert page.submit(year=str(year), shape="xlsx", purpose="").status == 422
    sent = {**_token(page), "purpose": "감사 자료", "year": str(year), "shape": "xlsx"}
    answer = browse.client.post("/desk/certificates/export", data=sent)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows[1:]] == ["가나다", "남궁민수", "홍길동"]
    assert rows[1][1] == f"제{year}-0001호"
    with judged.acting():
        seen = db.session.scalars(
            select(AccessEntry).where(AccessEntry.action == "certificates.export")
        ).one()
        assert (seen.purpose, seen.subject_count) == ("감사 자료", 3)
    sent["shape"] = "pdf"
    assert "만드는 중" in browse.post("/desk/certificates/export", sent).text


def _token(page: Page) -> dict[str, str]:
    return {"csrf_token": page.all("//main//input[@name='csrf_token']/@value")[0]}


def test_the_register_on_paper_tells_what_became_of_each(judged: Judged) -> None:
    first, second, _ = judged.issue()
    judged.print()
    with judged.acting():
        one = db.session.get_one(Certificate, first)
        services.revoke(actor=judged.operator, certificate=one, reason="잘못 발급")
        services.reissue(
            actor=judged.operator,
            certificate=db.session.get_one(Certificate, second),
            reason="분실",
        )
        year = one.year
        placed = services.order(actor=judged.operator, kind=OrderKind.register, year=year).id
    judged.print()
    text = text_of(content_of(judged, placed))
    assert f"{year}년 수료대장" in text
    assert "4건" in text
    assert "취소" in text
    assert "재발급됨" in text
