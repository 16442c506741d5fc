"""What a holder and a firm's manager can do with papers: see, share, ask anew, fetch together."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.certificates import services
from lms.certificates.models import (
    Certificate,
    CertificateStatus,
    Download,
    ReissueRequest,
    RequestStatus,
)
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.firms.models import Firm, MembershipKind
from lms.notifications.models import Message
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


@pytest.fixture
def holder(judged: Judged, issued: Certificate) -> User:
    """Who holds it."""
    with judged.acting():
        return db.session.get_one(User, issued.holder_id)


def address(certificate: Certificate) -> str:
    return f"/my/certificates/{certificate.id}"


def shared_link(browse: Browser, issued: Certificate, days: int = 30) -> str:
    until = (clock.today() + timedelta(days=days)).isoformat()
    page = browse(address(issued)).submit(f"{address(issued)}/share", until=until)
    (link,) = page.all("//p[contains(@class, 'share-link')]/a/@href")
    return link.removeprefix("http://127.0.0.1:8000")


def test_the_list_leads_to_the_paper(
    issued: Certificate, holder: User, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(holder)
    page = browse("/my/certificates")
    assert issued.number in page.text
    assert address(issued) in page.all("//table//a/@href")
    shown = browse(address(issued))
    assert issued.code in shown.text
    (linkedin,) = [one for one in shown.all("//a/@href") if "linkedin.com" in one]
    assert "certId=" in linkedin


def test_another_persons_paper_does_not_exist(
    issued: Certificate, browse: Browser, sign_in: SignIn, judged: Judged, make: Make
) -> None:
    for person in (make.user("아무개"), judged.operator):
        sign_in(person)
        browse(address(issued), 404)


class TestSharing:
    def test_whoever_has_the_link_sees_and_fetches_it(
        self, issued: Certificate, holder: User, browse: Browser, sign_in: SignIn, judged: Judged
    ) -> None:
        sign_in(holder)
        link = shared_link(browse, issued)
        browse.client.get("/logout")
        with browse.client.session_transaction() as session:
            session.clear()
        page = browse(link)
        assert "가나다" in page.text
        file = browse.client.get(f"{link}/paper.pdf")
        assert file.data.startswith(b"%PDF")
        with judged.acting():
            row = db.session.scalars(select(Download)).one()
        assert (row.user_id, row.share_id is not None) == (None, True)
        sign_in(holder)
        assert "공유 링크로 받은 사람" in browse(address(issued)).text

    def test_it_opens_no_longer_than_said(
        self, issued: Certificate, holder: User, browse: Browser, sign_in: SignIn
    ) -> None:
        sign_in(holder)
        link = shared_link(browse, issued, days=1)
        tomorrow = clock.now() + timedelta(days=1)
        with clock.frozen(tomorrow):
            browse(link)
        with clock.frozen(tomorrow + timedelta(days=1)):
            browse(link, 404)
            browse(f"{link}/paper.pdf", 404)

    def test_its_owner_closes_it(
        self, issued: Certificate, holder: User, browse: Browser, sign_in: SignIn
    ) -> None:
        sign_in(holder)
        link = shared_link(browse, issued)
        page = browse(address(issued))
        (close,) = page.all("//form[contains(@action, '/end')]/@action")
        page.submit(close)
        browse(link, 404)

    def test_a_revoked_paper_is_not_shared(
        self, issued: Certificate, holder: User, browse: Browser, sign_in: SignIn, judged: Judged
    ) -> None:
        sign_in(holder)
        link = shared_link(browse, issued)
        with judged.acting():
            held = db.session.get_one(Certificate, issued.id)
            services.revoke(actor=judged.operator, certificate=held, reason="잘못 발급")
        browse(link, 404)
        with judged.acting(), pytest.raises(Refused):
            held = db.session.get_one(Certificate, issued.id)
            services.share(actor=holder, certificate=held, until=clock.today())

    @pytest.mark.parametrize("days", [-1, 367])
    def test_the_day_is_within_a_year(
        self, issued: Certificate, holder: User, judged: Judged, days: int
    ) -> None:
        with judged.acting(), pytest.raises(Invalid):
            held = db.session.get_one(Certificate, issued.id)
            until = clock.today() + timedelta(days=days)
            services.share(actor=holder, certificate=held, until=until)

    def test_a_guessed_link_does_not_exist(self, browse: Browser, issued: Certificate) -> None:
        browse("/shared/nonsense", 404)


class TestAskingAnew:
    def ask(self, browse: Browser, issued: Certificate) -> None:
        browse(address(issued)).submit(f"{address(issued)}/ask", reason="이름이 틀렸습니다.")

    def test_the_operator_reissues_and_the_request_is_granted(
        self, issued: Certificate, holder: User, browse: Browser, sign_in: SignIn, judged: Judged
    ) -> None:
        sign_in(holder)
        self.ask(browse, issued)
        assert "확인 중" in browse(address(issued)).text
        sign_in(judged.operator)
        assert "이름이 틀렸습니다." in browse("/desk/certificates/requests").text
        page = f"/desk/certificates/{issued.id}/reissue"
        browse(page).submit(page, source="anew", kind="corrected", reason="이름 정정")
        assert "이름이 틀렸습니다." not in browse("/desk/certificates/requests").text
        with judged.acting():
            assert db.session.scalars(select(ReissueRequest.status)).one() is RequestStatus.granted

    def test_the_operator_refuses_and_says_why(
        self, issued: Certificate, holder: User, browse: Browser, sign_in: SignIn, judged: Judged
    ) -> None:
        sign_in(holder)
        self.ask(browse, issued)
        sign_in(judged.operator)
        (link,) = browse("/desk/certificates/requests").all(
            "//a[contains(@href, '/requests/')]/@href"
        )
        page = browse(link)
        assert page.submit(link, answer="").status == 422
        page.submit(link, answer="신분증의 이름과 같습니다.")
        with judged.acting():
            templates = db.session.scalars(select(Message.template)).all()
        assert "certificates/reissue_refused" in templates
        sign_in(holder)
        assert "신분증의 이름과 같습니다." in browse(address(issued)).text
        assert judged.get(issued.id).status is CertificateStatus.issued

    def test_asking_twice_is_refused(
        self, issued: Certificate, holder: User, judged: Judged
    ) -> None:
        def ask(reason: str) -> None:
            with judged.acting():
                held = db.session.get_one(Certificate, issued.id)
                services.ask_reissue(actor=holder, certificate=held, reason=reason)

        with pytest.raises(Invalid):
            ask(" ")
        ask("분실")
        with pytest.raises(Refused):
            ask("다시")


def test_a_manager_fetches_the_papers_of_those_who_belong_to_the_firm(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn, make: Make, holder: User
) -> None:
    with judged.acting():
        firm = db.session.get_one(Firm, judged.completed[0].firm_id)
    manager, other = make.user("담당자"), make.user("남의담당자")
    make.member(manager, firm, MembershipKind.manager)
    make.member(holder, firm)  # the two others have left
    make.member(other, make.firm("다른기업"), MembershipKind.manager)
    sign_in(manager)
    waiting = browse.post("/firm/certificates", {"csrf_token": _token(browse)})
    judged.print()
    file = browse.client.get(f"{waiting.path}/file")
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert archive.namelist() == [f"{issued.number} 가나다.pdf"]
    sign_in(other)
    browse(waiting.path, 404)
    browse(f"{waiting.path}/file", 404)


def _token(browse: Browser) -> str:
    return browse("/my/certificates").all("//input[@name='csrf_token']/@value")[0]
