"""Downloading, and the desk's pages, as people use them."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from lms.accounts.models import User
from lms.audit.models import AccessEntry
from lms.certificates.models import Certificate, CertificateStatus
from lms.core import clock
from lms.core.db import db
from lms.core.storage import storage
from lms.firms.models import Firm, MembershipKind
from tests.certificates.conftest import Judged
from tests.make import Make
from tests.pages import Browser

SignIn = Callable[[User], User]


@pytest.fixture
def issued(judged: Judged) -> Certificate:
    """A certificate whose paper is made; 가나다 holds it."""
    number = judged.issue()[0]
    judged.print()
    return judged.get(number)


def path(certificate: Certificate) -> str:
    return f"/my/certificates/{certificate.id}.pdf"


def holder(judged: Judged, certificate: Certificate) -> User:
    with judged.acting():
        return db.session.get_one(Certificate, certificate.id).enrolment.user


def test_the_holder_downloads_a_file_named_after_the_number(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(holder(judged, issued))
    answer = browse.client.get(path(issued))
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert quote(f"{issued.number}.pdf") in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_strangers_do_not_know_of_it(
    issued: Certificate, browse: Browser, sign_in: SignIn, make: Make, judged: Judged
) -> None:
    assert browse.client.get(path(issued)).status_code == 303  # to the sign-in
    other_firm = make.firm("다른기업")
    for person, firm, kind in (
        (make.user("아무개"), None, None),
        (make.user("동료"), judged.completed[0].firm_id, MembershipKind.employee),
        (make.user("남의담당자"), other_firm.id, MembershipKind.manager),
    ):
        if kind:
            with judged.acting():
                found = db.session.get_one(Firm, firm)
            make.member(person, found, kind)
        sign_in(person)
        browse(path(issued), 404)
    browse("/my/certificates/999999.pdf", 404)


def test_the_firms_manager_and_operators_may_and_it_is_noted(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    with judged.acting():
        firm = db.session.get_one(Firm, judged.completed[0].firm_id)
    manager = make.user("담당자")
    make.member(manager, firm, MembershipKind.manager)
    make.member(holder(judged, issued), firm)
    for person in (manager, judged.operator):
        sign_in(person)
        assert browse.client.get(path(issued)).status_code == 200
    with judged.acting():
        seen = db.session.query(AccessEntry).filter_by(action="certificates.download").all()
        assert {entry.actor_id for entry in seen} == {manager.id, judged.operator.id}


def test_a_manager_does_not_know_of_the_papers_of_somebody_who_has_left(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    with judged.acting():
        firm = db.session.get_one(Firm, judged.completed[0].firm_id)
    manager = make.user("담당자")
    make.member(manager, firm, MembershipKind.manager)
    sign_in(manager)
    browse(path(issued), 404)


def test_a_damaged_file_is_not_handed_out(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(holder(judged, issued))
    with judged.acting():
        file = Path(storage()._path(issued.file_key or ""))
    file.write_bytes(file.read_bytes() + b"edited")
    assert "손상" in browse(path(issued), 409).text
    file.unlink()
    browse(path(issued), 409)


def test_one_being_made_asks_for_patience(judged: Judged, browse: Browser, sign_in: SignIn) -> None:
    one = judged.get(judged.issue()[0])
    sign_in(holder(judged, one))
    assert "1분 뒤" in browse(path(one), 409).text


def test_the_operator_issues_from_the_verdicts(
    judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    page_of_verdicts = f"/desk/offerings/{judged.offering.code}/completion"
    issue = f"/desk/offerings/{judged.offering.code}/certificates"
    sign_in(judged.operator)
    page = browse(page_of_verdicts)
    assert "3" in page.text
    done = page.submit(issue)
    assert "수료증 3건을 발급했습니다" in done.text
    assert len(done.all("//a[starts-with(@href, '/desk/certificates/')]")) == 3
    nothing = browse.post(
        issue, {"csrf_token": page.all("//main//input[@name='csrf_token']/@value")[0]}
    )
    assert "발급할 수료증이 없습니다" in nothing.text


def test_only_operators_keep_the_register(
    issued: Certificate, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.instructor())
    browse("/desk/certificates", 403)
    browse(f"/desk/certificates/{issued.id}", 403)


def test_the_register_is_searched_by_number_and_initials(
    judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    year = judged.get(judged.issue()[0]).year
    sign_in(judged.operator)

    def names(query: str) -> list[str]:
        rows = browse(f"/desk/certificates?{query}").all("//table//tr[td]/td[1]")
        return ["".join(row.itertext()).strip() for row in rows]

    assert names("") == ["홍길동", "남궁민수", "가나다"]
    assert names("q=ㅎㄱㄷ") == ["홍길동"]
    assert names("q=0002") == ["남궁민수"]
    assert names(f"q={year}-2") == ["남궁민수"]
    assert names("year=1999") == []
    assert names("status=queued") == ["홍길동", "남궁민수", "가나다"]
    assert names("status=revoked") == []
    assert names("status=nonsense&year=x&page=0") == ["홍길동", "남궁민수", "가나다"]


def test_an_entry_is_revoked_with_a_reason(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(judged.operator)
    entry = f"/desk/certificates/{issued.id}"
    page = browse(entry)
    assert issued.code in page.text
    refused = page.submit(f"{entry}/revoke", kind="mistaken", reason="")
    assert refused.status == 422
    done = page.submit(f"{entry}/revoke", kind="mistaken", reason="이름을 잘못 적음")
    assert "취소했습니다" in done.text
    assert "이름을 잘못 적음" in done.text
    assert not done.all(f"//form[contains(@action, '{entry}/revoke')]")
    assert judged.get(issued.id).status is CertificateStatus.revoked
    sign_in(holder(judged, issued))
    assert "취소된 수료증" in browse(path(issued), 409).text


def test_a_paper_that_failed_is_tried_again(
    judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    number = judged.issue()[0]
    with judged.acting():
        row = db.session.get_one(Certificate, number)
        row.tries, row.problem = 7, "The disk is full."
    sign_in(judged.operator)
    entry = f"/desk/certificates/{number}"
    page = browse(entry)
    assert "The disk is full." in page.text
    page.submit(f"{entry}/try-again")
    judged.print()
    assert judged.get(number).status is CertificateStatus.issued


def test_a_correction_names_the_certificate_that_rests_on_it(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    """The record is corrected and judged anew; the certificate is named, not changed."""
    session = make.session(judged.offering, day=judged.offering.starts_on)
    sign_in(judged.operator)
    roll_call = f"/teach/sessions/{session.id}"
    with clock.frozen(session.ends_at):
        browse(roll_call).submit(roll_call, all="present")
        browse(f"{roll_call}/lock").submit(f"{roll_call}/lock")
        person = f"{roll_call}/people/{issued.enrolment_id}"
        done = browse(person).submit(person, mark="absent", reason="대리 출석 확인")
    assert issued.number in done.text
    assert judged.get(issued.id).status is CertificateStatus.issued
    verdicts = browse(f"/desk/offerings/{judged.offering.code}/completion")
    assert "수료 판정과 다름" in verdicts.text
