"""What a firm's manager sees and fetches: papers of people who belong to the firm now, no others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.certificates import services
from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Membership, MembershipKind
from tests.certificates.conftest import Judged
from tests.make import Make
from tests.pages import Browser

SignIn = Callable[[User], User]


@dataclass
class Firm:
    """A manager whose people 가나다 and 홍길동 have papers; 남궁민수 has left."""

    judged: Judged
    manager: User
    papers: dict[str, Certificate]


@pytest.fixture
def ours(judged: Judged, make: Make) -> Firm:
    firm_id = judged.completed[0].firm_id
    issued = [judged.get(one) for one in judged.issue()]
    judged.print()
    papers = {one.facts["name"]: judged.get(one.id) for one in issued}
    manager = make.user("담당자")
    with judged.acting():
        for person, kind, ended in (
            (papers["가나다"].holder_id, MembershipKind.employee, None),
            (papers["홍길동"].holder_id, MembershipKind.employee, None),
            (papers["남궁민수"].holder_id, MembershipKind.employee, clock.now()),
            (manager.id, MembershipKind.manager, None),
        ):
            db.session.add(
                Membership(user_id=person, firm_id=firm_id, kind=kind, started_at=clock.now(),
                           ended_at=ended)
            )  # fmt: skip
    return Firm(judged, manager, papers)


def test_the_manager_fetches_the_firms_papers(ours: Firm, browse: Browser, sign_in: SignIn) -> None:
    sign_in(ours.manager)
    assert "/firm/certificates" in browse("/firm").links()
    page = browse("/firm/certificates")
    assert "가나다" in page.text
    assert "홍길동" in page.text
    assert "남궁민수" not in page.text
    single = browse.client.get(f"/my/certificates/{ours.papers['가나다'].id}.pdf")
    assert single.data.startswith(b"%PDF")
    waiting = page.submit("/firm/certificates")
    ours.judged.print()
    file = browse.client.get(f"{waiting.path}/file")
    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        assert [name.split()[1] for name in archive.namelist()] == ["가나다.pdf", "홍길동.pdf"]
    fetched = browse("/firm/certificates")
    assert fetched.text.count(ours.papers["가나다"].number) == 3  # listed, fetched alone and packed
    assert fetched.text.count(ours.papers["홍길동"].number) == 2


def test_the_holder_sees_who_has_fetched_it(ours: Firm, browse: Browser, sign_in: SignIn) -> None:
    sign_in(ours.manager)
    waiting = browse("/firm/certificates").submit("/firm/certificates")
    ours.judged.print()
    browse.client.get(f"{waiting.path}/file")
    with ours.judged.acting():
        holder = db.session.get_one(User, ours.papers["홍길동"].holder_id)
    sign_in(holder)
    assert "담당자" in browse(f"/my/certificates/{ours.papers['홍길동'].id}").text


@pytest.mark.parametrize("as_many", [False, True], ids=["left", "left, and another is back"])
def test_a_packed_file_is_not_given_once_somebody_has_left(
    ours: Firm, browse: Browser, sign_in: SignIn, as_many: bool
) -> None:
    sign_in(ours.manager)
    waiting = browse("/firm/certificates").submit("/firm/certificates")
    ours.judged.print()
    assert browse.client.get(f"{waiting.path}/file").status_code == 200
    with ours.judged.acting():
        members = db.session.scalars(select(Membership))
        held: dict[int | None, Membership] = {one.user_id: one for one in members}
        held[ours.papers["가나다"].holder_id].ended_at = clock.now()
        if as_many:
            held[ours.papers["남궁민수"].holder_id].ended_at = None
    answer = browse(f"{waiting.path}/file", 409)
    assert "다시 만들어 주십시오" in answer.text
    assert "가나다" not in browse("/firm/certificates").text


def test_a_packed_file_is_not_given_once_a_paper_is_revoked(
    ours: Firm, browse: Browser, sign_in: SignIn
) -> None:
    sign_in(ours.manager)
    waiting = browse("/firm/certificates").submit("/firm/certificates")
    ours.judged.print()
    with ours.judged.acting():
        paper = db.session.get_one(Certificate, ours.papers["홍길동"].id)
        services.revoke(actor=ours.judged.operator, certificate=paper, reason="잘못 발급")
    assert browse.client.get(f"{waiting.path}/file").status_code == 409


def test_strangers_and_employees_are_turned_away(
    ours: Firm, browse: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(ours.manager)
    waiting = browse("/firm/certificates").submit("/firm/certificates")
    ours.judged.print()
    with ours.judged.acting():
        employee = db.session.get_one(User, ours.papers["가나다"].holder_id)
    for person in (make.user("아무개"), employee, make.operator()):
        sign_in(person)
        assert browse.client.get("/firm/certificates").status_code in (403, 404)
        assert browse.client.get(f"{waiting.path}/file").status_code in (403, 404)
