"""Issuing, printing and revoking, on both databases: no number missing, no paper changed."""

import re
import shutil
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue.models import Course, Offering
from lms.certificates import filling, services
from lms.certificates.models import Certificate, CertificateStatus, EndKind, NumberSeries
from lms.completion.models import Verdict
from lms.core import clock
from lms.core.db import commit, db, rollback
from lms.core.errors import Invalid, Refused
from lms.core.gate import Gate
from lms.core.storage import storage
from lms.jobs.queue import run_job
from lms.notifications.letter import compose
from lms.notifications.models import Message
from tests.certificates.conftest import Acting, Judged, judgement
from tests.make import Make

YEAR = clock.today().year


def test_numbers_follow_the_names_without_gaps(judged: Judged) -> None:
    issued = [judged.get(one) for one in judged.issue()]
    assert [one.number for one in issued] == [f"제{YEAR}-000{n}호" for n in (1, 2, 3)]
    assert [one.facts["name"] for one in issued] == ["가나다", "남궁민수", "홍길동"]
    assert {one.status for one in issued} == {CertificateStatus.queued}
    codes = {one.code for one in issued}
    assert len(codes) == 3
    assert all(re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", code) for code in codes)


def test_issuing_again_issues_nothing(judged: Judged) -> None:
    assert len(judged.issue()) == 3
    assert judged.issue() == []
    assert judged.issue([one.id for one in judged.completed]) == []


def test_only_those_who_completed_and_were_chosen(judged: Judged) -> None:
    first = judged.completed[0]
    assert len(judged.issue([first.id, judged.failed.id])) == 1
    assert len(judged.issue()) == 2


def test_a_rollback_gives_the_number_back(judged: Judged) -> None:
    with pytest.raises(RuntimeError), judged.acting():
        offering = db.session.merge(judged.offering)
        services.issue_for(actor=judged.operator, offering=offering)
        raise RuntimeError("the request dies")
    assert judged.get(judged.issue()[0]).serial == 1


def test_the_worker_makes_the_paper_and_tells_the_person(judged: Judged, app: Gate) -> None:
    number = judged.issue()[0]
    judged.print()
    one = judged.get(number)
    assert one.status is CertificateStatus.issued
    assert one.made_at is not None
    with judged.acting():
        content = storage().get(one.file_key or "")
        letters = db.session.scalars(select(Message.template)).all()
    assert len(content) == one.file_size
    assert content.startswith(b"%PDF")
    assert letters.count("certificates/issued") == 3


def test_producing_twice_makes_one_file(judged: Judged, app: Gate) -> None:
    number = judged.issue()[0]
    run_job(app, services.JOB, number)
    before = judged.get(number)
    run_job(app, services.JOB, number)
    after = judged.get(number)
    assert (after.file_key, after.made_at) == (before.file_key, before.made_at)
    with judged.acting():
        assert db.session.scalars(select(Message.template)).all() == ["certificates/issued"]


def test_a_worker_killed_after_the_commit_only_delays(judged: Judged, app: Gate) -> None:
    """Nobody runs the jobs that were handed over; the sweeper finds the rows."""
    numbers = judged.issue()
    app.extensions["huey"].flush()
    judged.print()
    assert {judged.get(one).status for one in numbers} == {CertificateStatus.issued}


def test_a_full_disk_leaves_it_queued_with_the_reason(
    judged: Judged, app: Gate, tmp_path: Path
) -> None:
    number = judged.issue()[0]
    sound = app.extensions["storage"]
    blocked = tmp_path / "a-file"
    blocked.write_text("not a folder")
    app.extensions["storage"] = type(sound)(str(blocked / "inside"))
    try:
        run_job(app, services.JOB, number)
    finally:
        app.extensions["storage"] = sound
    waiting = judged.get(number)
    assert waiting.status is CertificateStatus.queued
    assert waiting.tries == 1
    assert waiting.problem
    run_job(app, services.JOB, number)
    assert judged.get(number).status is CertificateStatus.issued
    assert judged.get(number).problem == ""


def test_renaming_changes_no_issued_paper(judged: Judged) -> None:
    number = judged.issue()[-1]
    with judged.acting():
        db.session.get_one(User, judged.completed[0].user_id).name = "고길동"
        db.session.get_one(Course, judged.offering.course_id).title_ko = "다른 과정"
    judged.print()
    one = judged.get(number)
    assert (one.facts["name"], one.facts["course"]) == ("홍길동", "스마트공장의 이해")
    with judged.acting():
        path = Path(storage()._path(one.file_key or ""))
    text = PdfReader(path).pages[0].extract_text()
    assert "홍길동" in text
    assert one.number in text
    assert "고길동" not in text


def test_a_name_without_glyphs_is_refused_before_a_number(
    judged: Judged, make: Make, acting: Acting
) -> None:
    odd = make.enrolment(judged.offering, make.user("홍길동😀"))
    with acting():
        db.session.add(judgement(odd, Verdict.completed))
    with pytest.raises(Refused) as refusal:
        judged.issue()
    assert "홍길동😀" in refusal.value.sentence
    with acting():
        assert db.session.scalars(select(Certificate)).all() == []
        assert [one.last for one in db.session.scalars(select(NumberSeries))] in ([], [0])
    assert len(judged.issue([one.id for one in judged.completed])) == 3


def test_a_missing_picture_is_refused_before_a_number(
    judged: Judged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    designs = tmp_path / "certificates"
    shutil.copytree(filling.FOLDER, designs)
    (designs / "seals" / "sample.svg").unlink()
    monkeypatch.setattr(filling, "FOLDER", designs)
    with pytest.raises(Refused, match=r"sample\.svg"):
        judged.issue()


def test_a_revoked_number_stays_used(judged: Judged) -> None:
    first, *_ = judged.issue()
    with judged.acting():
        services.revoke(
            actor=judged.operator,
            certificate=db.session.get_one(Certificate, first),
            reason="본인 요청",
            kind=EndKind.asked,
        )
    ended = judged.get(first)
    assert (ended.status, ended.end_kind) == (CertificateStatus.revoked, EndKind.asked)
    assert judged.issue() == []  # not by itself
    again = judged.issue([ended.enrolment_id])
    assert judged.get(again[0]).serial == 4


def test_the_letters_can_be_worded(judged: Judged, app: Gate) -> None:
    first, *_ = judged.issue()
    judged.print()
    with judged.acting():
        certificate = db.session.get_one(Certificate, first)
        services.revoke(actor=judged.operator, certificate=certificate, reason="이름을 잘못 적음")
    with app.test_request_context():
        letters = {
            one.template: compose(one.template, one.facts)
            for one in db.session.scalars(select(Message).order_by(Message.id.desc()))
        }
    issued, revoked = letters["certificates/issued"], letters["certificates/revoked"]
    assert f"제{YEAR}-0001호가 발급되었습니다" in issued.subject
    assert f"/my/certificates/{first}.pdf" in issued.text
    assert "이름을 잘못 적음" in revoked.text


def test_revoking_needs_a_reason_and_happens_once(judged: Judged) -> None:
    first, *_ = judged.issue()

    def revoke(reason: str) -> None:
        with judged.acting():
            certificate = db.session.get_one(Certificate, first)
            services.revoke(actor=judged.operator, certificate=certificate, reason=reason)

    with pytest.raises(Invalid):
        revoke(" ")
    revoke("잘못 발급")
    with pytest.raises(Refused):
        revoke("한 번 더")


def test_twenty_at_once_leave_no_gap(app: Gate, make: Make, acting: Acting) -> None:
    """Twenty operators issue at the same moment, some of them fail after taking a number."""
    operator = make.operator()
    offerings = []
    for n in range(20):
        offering = make.offering(starts_in=n + 1)
        person = make.enrolment(offering, make.user(f"수강생{n}"))
        with acting():
            db.session.add(judgement(person, Verdict.completed))
        offerings.append(offering.id)
    ready, problems = threading.Barrier(20), []

    def issue(which: int) -> None:
        with app.app_context(), app.test_request_context():
            try:
                offering = db.session.get_one(Offering, offerings[which])
                rollback()
                ready.wait()
                services.issue_for(actor=operator, offering=offering)
                if which % 5 == 0:
                    rollback()
                else:
                    commit()
            except Exception as problem:
                problems.append(problem)
                rollback()

    threads = [threading.Thread(target=issue, args=(which,)) for which in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with acting():
        serials = db.session.scalars(select(Certificate.serial).order_by(Certificate.serial)).all()
        last = db.session.scalars(select(NumberSeries.last)).one()
    assert list(serials) == list(range(1, 17))
    assert last == 16
