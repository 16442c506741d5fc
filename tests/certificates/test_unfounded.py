"""A verdict that changes after the issue: operators are told, and revoke with what is filled in."""

from __future__ import annotations

from collections.abc import Callable

from lms.accounts.models import User
from lms.certificates.models import CertificateStatus, EndKind
from lms.completion import services as completion
from lms.completion.models import Verdict
from lms.core.db import db
from lms.enrolment.models import Enrolment
from tests.certificates.conftest import Judged
from tests.pages import Browser


def test_the_operator_is_told_and_revokes_in_one_step(
    judged: Judged, browse: Browser, sign_in: Callable[[User], User]
) -> None:
    number = judged.issue()[0]
    judged.print()
    paper = judged.get(number)
    sign_in(judged.operator)
    assert "판정이 바뀐 수료증" not in browse("/desk").text
    with judged.acting():
        completion.override(
            actor=judged.operator,
            enrolment=db.session.get_one(Enrolment, paper.enrolment_id),
            verdict=Verdict.not_completed,
            reason="대리 출석이 확인됨",
        )
    desk = browse("/desk")
    assert "판정이 바뀐 수료증" in desk.text
    assert "/desk/certificates/unfounded" in desk.links()
    listed = browse("/desk/certificates/unfounded")
    assert paper.number in listed.text
    assert "대리 출석이 확인됨" in listed.text
    assert f"/desk/certificates/{number}#revoke" in listed.links()
    entry = browse(f"/desk/certificates/{number}")
    assert "판정이 미수료로 바뀌었습니다" in entry.text
    entry.submit("/revoke")  # as it stands
    ended = judged.get(number)
    assert (ended.status, ended.end_kind) == (CertificateStatus.revoked, EndKind.not_completed)
    assert ended.end_reason == "판정 변경으로 미수료: 대리 출석이 확인됨"
    assert paper.number not in browse("/desk/certificates/unfounded").text
    assert "판정이 바뀐 수료증" not in browse("/desk").text
