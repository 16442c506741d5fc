"""Reissuing: the number stays, the version goes up, the old paper is kept and told as replaced."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.certificates import services
from lms.certificates.code import Number
from lms.certificates.models import Certificate, CertificateStatus, EndKind
from lms.certificates.queries import versions_of
from lms.certificates.verification import verify
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.storage import storage
from lms.notifications.models import Message
from tests.certificates.conftest import Judged
from tests.certificates.papers import text_of
from tests.pages import Browser

SignIn = Callable[[User], User]


@pytest.fixture
def issued(judged: Judged) -> Certificate:
    """A certificate whose paper is made; 가나다 holds it."""
    number = judged.issue()[0]
    judged.print()
    return judged.get(number)


def reissue(judged: Judged, certificate: Certificate, **values: object) -> Certificate:
    with judged.acting():
        held = db.session.get_one(Certificate, certificate.id)
        new = services.reissue(
            actor=judged.operator, certificate=held, **{"reason": "분실", **values}
        )
        number = new.id
    judged.print()
    return judged.get(number)


def rename(judged: Judged, certificate: Certificate, name: str) -> None:
    with judged.acting():
        db.session.get_one(User, certificate.holder_id).name = name


def test_the_number_stays_and_the_old_file_too(issued: Certificate, judged: Judged) -> None:
    new = reissue(judged, issued)
    old = judged.get(issued.id)
    assert (new.number, new.serial, new.version) == (old.number, old.serial, 2)
    assert (old.status, new.status) == (CertificateStatus.replaced, CertificateStatus.issued)
    assert (old.end_kind, old.end_reason) == (EndKind.renewed, "분실")
    assert old.file_key == issued.file_key != new.file_key
    assert new.code != old.code
    with judged.acting():
        assert storage().get(old.file_key or "").startswith(b"%PDF")
        text = text_of(storage().get(new.file_key or ""))
    assert "재발급일" in text
    assert new.code in text
    assert judged.issue() == []  # nobody is due again


def test_the_frozen_facts_stand_unless_asked_otherwise(issued: Certificate, judged: Judged) -> None:
    rename(judged, issued, "고길동")
    second = reissue(judged, issued)
    assert second.facts["name"] == "가나다"
    third = reissue(judged, second, anew=True, kind=EndKind.corrected)
    assert (third.facts["name"], third.version) == ("고길동", 3)
    assert third.facts["issued_on"] == issued.facts["issued_on"]
    assert judged.get(second.id).end_kind is EndKind.corrected


def test_a_reissue_takes_no_number(judged: Judged) -> None:
    first, *_ = judged.issue([judged.completed[0].id])
    judged.print()
    reissue(judged, judged.get(first))
    assert [judged.get(one).serial for one in judged.issue()] == [2, 3]


def test_what_can_not_be_reissued(judged: Judged) -> None:
    queued = judged.get(judged.issue()[0])
    with pytest.raises(Refused):
        reissue(judged, queued)
    judged.print()
    with pytest.raises(Invalid):
        reissue(judged, queued, reason=" ")
    new = reissue(judged, queued)
    with pytest.raises(Refused):
        reissue(judged, queued)
    with judged.acting():
        held = db.session.get_one(Certificate, new.id)
        services.revoke(actor=judged.operator, certificate=held, reason="잘못")
    with pytest.raises(Refused):
        reissue(judged, new)


def test_a_name_that_can_not_be_printed_leaves_the_old_one_valid(
    issued: Certificate, judged: Judged
) -> None:
    rename(judged, issued, "홍길동😀")
    with pytest.raises(Refused, match="😀"):
        reissue(judged, issued, anew=True)
    assert judged.get(issued.id).status is CertificateStatus.issued
    with judged.acting():
        number = Number("completion", issued.year, issued.serial)
        assert len(versions_of(number)) == 1


def test_the_check_tells_old_and_new_apart(issued: Certificate, judged: Judged) -> None:
    new = reissue(judged, issued)
    number = Number("completion", issued.year, issued.serial)
    with judged.acting():
        assert verify(number, issued.code).verdict == "replaced"
        assert verify(number, new.code).verdict == "valid"


def test_the_holder_is_told_once(issued: Certificate, judged: Judged) -> None:
    reissue(judged, issued)
    with judged.acting():
        templates = db.session.scalars(select(Message.template)).all()
    assert list(templates).count("certificates/reissued") == 1


def test_the_operator_sees_what_would_change_and_reissues(
    issued: Certificate, judged: Judged, browse: Browser, sign_in: SignIn
) -> None:
    rename(judged, issued, "고길동")
    sign_in(judged.operator)
    address = f"/desk/certificates/{issued.id}/reissue"
    page = browse(address)
    assert "고길동" in page.text
    refused = page.submit(address, source="anew", kind="corrected", reason="")
    assert refused.status == 422
    done = page.submit(address, source="anew", kind="corrected", reason="이름 정정")
    assert "재발급했습니다" in done.text
    assert "제2판" in done.text
    assert browse.client.get(f"/my/certificates/{issued.id}.pdf").status_code == 200
    judged.print()
    holder = judged.get(issued.id)
    with judged.acting():
        person = db.session.get_one(User, holder.holder_id)
    sign_in(person)
    assert "교체된" in browse(f"/my/certificates/{issued.id}.pdf", 409).text
    shown = browse("/verify").submit("/verify", number=issued.number, code=issued.code)
    assert "바로잡음" in shown.text
    assert clock.today().isoformat() not in shown.text  # days are said in words
