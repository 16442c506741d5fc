"""When the keeping time is over: what is destroyed, what stays, and what a check then says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.certificates import queries, services
from lms.certificates.models import (
    Certificate,
    CertificateStatus,
    Destruction,
    Download,
    EndKind,
    Order,
    OrderKind,
    ReissueRequest,
    Share,
)
from lms.certificates.ordered import ledger
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.core.storage import storage
from lms.doctor.data import files_unchanged, numbers_without_gaps, versions_follow_each_other
from lms.doctor.papers import kept_no_longer_than_promised
from lms.jobs.queue import each_minute, run_waiting
from tests.certificates.conftest import Acting, Judged
from tests.certificates.dropping import drop
from tests.pages import Browser

SignIn = Callable[[User], User]
PERSON = ("가나다", "남궁민수", "홍길동", "(주)")


@dataclass
class Kept:
    """Three papers: one valid, one revoked, one in two versions; with all that hangs on them."""

    judged: Judged
    ids: list[int]
    files: dict[int, bytes]
    overdue: date

    def get(self, number: int) -> Certificate:
        return self.judged.get(self.ids[number])


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.frozen(clock.at(day, time(9))):
        yield


@pytest.fixture
def kept(judged: Judged, app: Gate, acting: Acting) -> Kept:
    ids = judged.issue()
    judged.print()
    with acting():
        first, second, third = (db.session.get_one(Certificate, one) for one in ids)
        holder = db.session.get_one(User, first.holder_id)
        services.share(actor=holder, certificate=first, until=clock.today() + timedelta(days=9))
        services.ask_reissue(actor=holder, certificate=first, reason="가나다가 아니라 가나라입니다")
        db.session.add(Download(certificate_id=first.id, user_id=holder.id, at=clock.now()))
        services.revoke(actor=judged.operator, certificate=second, reason="남궁민수의 요청",
                        kind=EndKind.asked)  # fmt: skip
        ids.append(services.reissue(actor=judged.operator, certificate=third, reason="새로").id)
        services.order(actor=judged.operator, kind=OrderKind.archive, offering=first.offering)
    judged.print()
    with acting():
        rows = db.session.scalars(select(Certificate)).all()
        files = {one.id: storage().get(one.file_key or "") for one in rows}
        ends_on = db.session.get_one(Offering, judged.offering.id).ends_on
    return Kept(judged, ids, files, ends_on.replace(year=ends_on.year + 5))


def minutes(app: Gate, day: date) -> None:
    """What a worker does on a day, and then the jobs that it handed over."""
    with on(day):
        each_minute(app)
        run_waiting(app)


def test_nothing_is_destroyed_a_day_too_early(kept: Kept, app: Gate, acting: Acting) -> None:
    minutes(app, kept.overdue - timedelta(days=1))
    assert kept.get(0).facts["name"] == "가나다"
    with on(kept.overdue - timedelta(days=1)), acting():
        assert queries.to_be_erased_by(kept.overdue) == 4
        assert kept_no_longer_than_promised() == []
        assert files_unchanged() == []


def test_what_goes_and_what_stays(kept: Kept, app: Gate, acting: Acting) -> None:
    before = {one: kept.judged.get(one) for one in kept.files}
    said = {id_: (one.number, one.code, one.status, one.file_key, one.issued_on, one.end_kind)
            for id_, one in before.items()}  # fmt: skip
    minutes(app, kept.overdue)
    with on(kept.overdue), acting():
        rows = db.session.scalars(select(Certificate)).all()
        assert {one.id: (one.number, one.code, one.status, one.file_key, one.issued_on,
                         one.end_kind) for one in rows} == said  # fmt: skip
        for one in rows:
            everything = json.dumps([one.facts, one.end_reason, one.problem], ensure_ascii=False)
            assert not any(word in everything for word in PERSON)
            assert (one.holder_id, one.enrolment_id) == (None, None)
            with pytest.raises(FileNotFoundError):
                storage().get(one.file_key or "")
        for table in (Download, Share, ReissueRequest):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        logged = db.session.scalars(select(Destruction)).all()
        assert {one.certificate_id for one in logged} == set(kept.files)
        assert {(one.kept_years, one.file_gone_at is not None) for one in logged} == {(5, True)}
        assert queries.to_be_erased_by(clock.today()) == 0
        for check in (numbers_without_gaps, versions_follow_each_other, files_unchanged,
                      kept_no_longer_than_promised):  # fmt: skip
            assert check() == []


def test_it_is_not_issued_again_by_itself(kept: Kept, app: Gate, acting: Acting) -> None:
    minutes(app, kept.overdue)
    with on(kept.overdue), acting():
        offering = db.session.get_one(Offering, kept.judged.offering.id)
        assert queries.to_issue(offering, again=True) == []
        assert queries.due_by_offering() == []
        paper = db.session.get_one(Certificate, kept.ids[0])
        with pytest.raises(Refused):
            services.reissue(actor=kept.judged.operator, certificate=paper, reason="다시")


def test_the_file_waits_for_the_commit_and_is_destroyed_later(
    kept: Kept, app: Gate, acting: Acting
) -> None:
    """Killed between the two steps: the row forgot the person, the sweep finds the file."""
    with on(kept.overdue), acting():
        services.erase_due()
    app.extensions["huey"].flush()
    with acting():
        assert storage().get(kept.get(0).file_key or "") == kept.files[kept.ids[0]]
    with on(kept.overdue + timedelta(days=6)), acting():
        assert "still there" in kept_no_longer_than_promised()[0]
    with on(kept.overdue + timedelta(days=1)):
        kept.judged.print()
    with acting(), pytest.raises(FileNotFoundError):
        storage().get(kept.get(0).file_key or "")


def test_every_check_still_answers(kept: Kept, app: Gate, browse: Browser) -> None:
    paper = kept.get(0)
    minutes(app, kept.overdue)
    with on(kept.overdue):
        typed = browse("/verify").submit("/verify", number=paper.number, code=paper.code,
                                         name="가나다")  # fmt: skip
        scanned = browse(paper.facts["verify_url"].removeprefix("http://127.0.0.1:8000"))
        dropped = drop(browse, kept.files[paper.id])
        revoked = kept.get(1)
        ended = browse("/verify").submit("/verify", number=revoked.number, code=revoked.code)
    for page in (typed, scanned, dropped):
        assert "유효한 수료증입니다" in page.text
        assert "기록이 있으며, 성명은 보존기간이 지나" in page.text
        assert "파기되었습니다" in page.text
        assert "가*다" not in page.text
        assert "수료자의 이름" not in page.text
    assert "발급한 파일과 똑같습니다" in dropped.text
    assert "취소" in ended.text
    assert "성명은 보존기간이 지나" in ended.text


def test_the_desk_copes(
    kept: Kept, app: Gate, acting: Acting, browse: Browser, sign_in: SignIn
) -> None:
    minutes(app, kept.overdue)
    with on(kept.overdue):
        sign_in(kept.judged.operator)
        register = browse("/desk/certificates")
        assert kept.get(0).number in register.text
        assert "파기됨" in register.text
        entry = browse(f"/desk/certificates/{kept.ids[0]}")
        assert "성명과 파일은 보존기간이 지나 파기되었습니다" in entry.text
        assert "재발급" not in [one.text for one in entry.all("//a")]
        assert browse(f"/my/certificates/{kept.ids[0]}.pdf", 409).status
        log = browse("/desk/certificates/destroyed")
        assert kept.get(0).number in log.text
        assert "5년" in log.text
        assert browse(f"/desk/certificates/batches/{kept.get(0).batch_id}").status == 200
        with acting():
            year = kept.get(0).year
            rows = ledger(queries.of_year(year))
        assert {one.name for one in rows} == {""}
        assert all("파기" in one.remark for one in rows)


def test_a_file_put_together_goes_after_a_month(kept: Kept, app: Gate, acting: Acting) -> None:
    def order() -> Order:
        with acting():
            return db.session.scalars(select(Order).execution_options(populate_existing=True)).one()

    made = order()
    assert made.file_key
    assert made.made_at
    day = clock.to_seoul(made.made_at).date()
    minutes(app, day + timedelta(days=29))
    assert order().file_key == made.file_key
    minutes(app, day + timedelta(days=31))
    assert order().file_key is None
    with acting(), pytest.raises(FileNotFoundError):
        storage().get(made.file_key)
    assert kept.get(0).status is CertificateStatus.issued
