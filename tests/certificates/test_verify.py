"""The public check: what it accepts, what it says, what it does not give away."""

import io
from collections.abc import Callable, Iterator

import pikepdf
import pytest

from lms.catalogue.models import Offering
from lms.certificates import services
from lms.certificates.code import Number
from lms.certificates.models import Certificate, CertificateStatus, EndKind
from lms.certificates.verification import verify as look_up
from lms.core import clock
from lms.core.db import db
from lms.core.gate import Gate
from lms.core.storage import storage
from tests.certificates.conftest import Judged
from tests.certificates.dropping import drop
from tests.certificates.signed import new_keys
from tests.counting import statements
from tests.pages import Browser, Page

YEAR = clock.today().year
UNKNOWN = "번호와 진위확인번호가 일치하는 수료증이 없습니다."


@pytest.fixture
def issued(judged: Judged) -> Certificate:
    """A certificate whose paper is made; 가나다 holds it."""
    number = judged.issue()[0]
    judged.print()
    return judged.get(number)


def ask(browse: Browser, number: str, code: str) -> Page:
    return browse("/verify").submit("/verify", number=number, code=code)


def test_a_valid_one_shows_its_facts_with_the_name_masked(
    issued: Certificate, browse: Browser
) -> None:
    page = ask(browse, issued.number, issued.code)
    assert page.status == 200
    assert "유효한 수료증입니다" in page.text
    assert "가*다" in page.text
    assert "가나다" not in page.body
    assert "스마트공장의 이해" in page.text


SLOPPY = [
    lambda number, code: (number, code.lower()),
    lambda number, code: (f" {number[1:-1]} ", code.replace("-", "")),
    lambda number, code: (number.replace("-0001", "-1"), code.replace("-", " ")),
    lambda number, code: (number.replace("-", "–"), f"  {code}  "),
    lambda number, code: (number, code.replace("0", "O").replace("1", "l")),
]


@pytest.mark.parametrize("typed", SLOPPY)
def test_sloppy_input_is_understood(
    issued: Certificate, browse: Browser, typed: Callable[[str, str], tuple[str, str]]
) -> None:
    assert "유효한 수료증입니다" in ask(browse, *typed(issued.number, issued.code)).text


def test_the_qr_leads_straight_to_the_result(issued: Certificate, browse: Browser) -> None:
    address = issued.facts["verify_url"].removeprefix("http://127.0.0.1:8000")
    page = browse(address)
    assert "유효한 수료증입니다" in page.text
    again = page.submit("/verify")  # and the form on that page works
    assert "유효한 수료증입니다" in again.text


def test_wrong_number_and_wrong_code_say_the_same(issued: Certificate, browse: Browser) -> None:
    wrong_code = ask(browse, issued.number, "0000-0000-0000-0000")
    wrong_number = ask(browse, f"제{YEAR}-9999호", issued.code)
    assert UNKNOWN in wrong_code.text
    assert wrong_code.status == wrong_number.status == 200

    def findings(page: Page) -> list[str]:
        return [
            "".join(one.itertext()) for one in page.all("//section[contains(@class,'finding')]")
        ]

    assert findings(wrong_code) == findings(wrong_number)


def test_wrong_number_and_wrong_code_cost_the_same(issued: Certificate, judged: Judged) -> None:
    """The database is asked the same once, and no row is loaded for a number that exists."""

    def asked(number: Number) -> list[str]:
        with judged.acting(), statements() as sent:
            assert look_up(number, "0000-0000-0000-0000").verdict == "unknown"
        return [one for one in sent if one.startswith("SELECT")]

    known = asked(Number("completion", issued.year, issued.serial))
    assert known == asked(Number("completion", issued.year, 9999))
    assert len(known) == 1
    assert "facts" not in known[0]


def test_somebody_elses_code_does_not_fit(judged: Judged, browse: Browser) -> None:
    first, second, _ = (judged.get(one) for one in judged.issue())
    assert UNKNOWN in ask(browse, first.number, second.code).text


def test_one_being_made_says_so(judged: Judged, browse: Browser) -> None:
    one = judged.get(judged.issue()[0])
    assert "지금 파일을 만들고 있습니다" in ask(browse, one.number, one.code).text


def test_a_revoked_one_says_when_and_why_in_general_words(
    issued: Certificate, judged: Judged, browse: Browser
) -> None:
    with judged.acting():
        services.revoke(
            actor=judged.operator,
            certificate=db.session.get_one(Certificate, issued.id),
            reason="내부 사정 상세",
            kind=EndKind.mistaken,
        )
    page = ask(browse, issued.number, issued.code)
    assert "취소된 수료증입니다" in page.text
    assert "잘못 발급됨" in page.text
    assert "내부 사정" not in page.body


def test_a_replaced_one_is_not_valid(issued: Certificate, judged: Judged, browse: Browser) -> None:
    with judged.acting():
        row = db.session.get_one(Certificate, issued.id)
        row.status, row.ended_at = CertificateStatus.replaced, clock.now()
    assert "재발급되어 더 이상 효력이 없습니다" in ask(browse, issued.number, issued.code).text


WRONG = [("", ""), ("수료증", "7K2M-9QXA-04TD-W3HC"), ("2026-1", "7K2M"), ("2026-1", "한글" * 8)]


@pytest.mark.parametrize(("number", "code"), WRONG)
def test_what_cannot_be_read_is_named_and_kept(
    judged: Judged, browse: Browser, number: str, code: str
) -> None:
    page = ask(browse, number, code)
    assert page.status == 422
    assert page.all("//input[@name='number']/@value") == [number]
    assert page.all("//input[@name='code']/@value") == [code]
    assert page.all("//main//*[@role='alert']")


def test_half_an_address_asks_for_the_rest(judged: Judged, browse: Browser) -> None:
    browse("/verify?number=2026-1", 422)


def test_trying_codes_is_slowed_down(judged: Judged, browse: Browser) -> None:
    statuses = [
        browse.client.get(f"/verify?number=2026-1&code={n:016d}").status_code for n in range(25)
    ]
    assert statuses[:20] == [200] * 20
    assert set(statuses[20:]) == {429}
    browse("/verify")  # the form itself stays open


def test_it_works_without_the_person(issued: Certificate, judged: Judged, browse: Browser) -> None:
    """The facts in the row are all it needs."""
    with judged.acting():
        db.session.get_one(Certificate, issued.id).enrolment.user.name = "탈퇴한 회원"
        db.session.get_one(Offering, judged.offering.id).note = "바뀐 차수"
    assert "가*다" in ask(browse, issued.number, issued.code).text


class TestTheFile:
    """Whoever has the PDF drops it; its bytes are compared with the register."""

    def paper(self, judged: Judged, certificate: Certificate) -> bytes:
        with judged.acting():
            return storage().get(certificate.file_key or "")

    @pytest.fixture
    def signed(self, judged: Judged, app: Gate) -> Iterator[Certificate]:
        """A certificate whose paper is sealed and signed."""
        folder = app.extensions["settings"].signing.folder
        new_keys(folder)
        number = judged.issue()[0]
        judged.print()
        yield judged.get(number)
        for path in folder.rglob("*.p*"):
            path.unlink()

    def test_the_very_file_is_genuine(
        self, signed: Certificate, judged: Judged, browse: Browser
    ) -> None:
        shown = drop(browse, self.paper(judged, signed)).text
        assert "발급한 파일과 똑같습니다" in shown
        assert "아카데미가 서명했으며" in shown
        assert signed.number in shown
        assert "가*다" in shown

    def test_an_edited_one_is_shown_beside_the_stored_facts(
        self, signed: Certificate, judged: Judged, browse: Browser
    ) -> None:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(self.paper(judged, signed))) as file:
            file.docinfo["/Title"] = "edited"
            file.save(out)
        shown = drop(browse, out.getvalue()).text
        assert "발급한 파일이 아닙니다" in shown
        assert "서명과 맞지 않습니다" in shown
        assert "대해 수료대장에 적힌 내용입니다" in shown
        assert signed.number in shown

    def test_a_revoked_file_is_told_so(
        self, signed: Certificate, judged: Judged, browse: Browser
    ) -> None:
        with judged.acting():
            held = db.session.get_one(Certificate, signed.id)
            services.revoke(actor=judged.operator, certificate=held, reason="잘못 발급")
        assert "취소" in drop(browse, self.paper(judged, signed)).text

    def test_an_unsigned_one_is_known_by_its_bytes(
        self, issued: Certificate, judged: Judged, browse: Browser
    ) -> None:
        shown = drop(browse, self.paper(judged, issued)).text
        assert "발급한 파일과 똑같습니다" in shown
        assert "전자서명 없이 발급된" in shown

    @pytest.mark.parametrize(
        ("content", "words"),
        [(b"%PDF-1.7", "읽을 수 없습니다"), (b"PK", "읽을 수 없습니다")],
    )
    def test_a_foreign_file_is_not_in_the_register(
        self, judged: Judged, browse: Browser, content: bytes, words: str
    ) -> None:
        assert words in drop(browse, content).text

    def test_none_and_too_large_are_refused(self, judged: Judged, browse: Browser) -> None:
        page = browse("/verify")
        assert page.submit("/verify/file").status == 422
        assert drop(browse, b"%PDF-" + b"x" * 2_000_000).status == 422

    def test_the_keys_are_public(self, signed: Certificate, browse: Browser) -> None:
        keys = browse.client.get("/verify/keys.json").get_json()
        assert len(keys) == 1
        assert "seal-check" in browse("/verify/offline").all("//*[@data-module]/@data-module")


@pytest.mark.parametrize(
    ("typed", "words", "shown"),
    [
        ("가나다", "성명과 같습니다", "가나다"),
        ("가 나 다", "성명과 같습니다", "가나다"),
        ("홍길동", "다릅니다", "가*다"),
    ],
)
def test_a_name_that_is_typed_is_compared(
    issued: Certificate, browse: Browser, typed: str, words: str, shown: str
) -> None:
    page = browse("/verify").submit("/verify", number=issued.number, code=issued.code, name=typed)
    assert words in page.text
    assert shown in "".join(page.all("//section[contains(@class, 'finding')]//dd//text()"))
