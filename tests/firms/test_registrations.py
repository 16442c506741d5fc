"""Registering a firm from afar, joining one, and what comes of it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from lms.accounts.models import User
from lms.core import clock
from lms.core.db import commit, db
from lms.core.documents import LARGEST, document_from
from lms.core.errors import Invalid, Refused
from lms.firms import queries, services
from lms.firms.groups import FactoryLevel, Group
from lms.firms.kinds import FirmKind
from lms.firms.models import (
    Firm,
    Membership,
    MembershipKind,
    Registration,
    RegistrationStatus,
    RegistrationStep,
)
from lms.firms.services import FirmFacts, WorkplaceValues
from lms.notifications.models import Message
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]

NUMBER = "9998100015"


def pdf(**saving: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, **saving)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 210, 220)).save(out, kind)
    return out.getvalue()


PDF = pdf()
FACTS = FirmFacts(
    name="천안정밀 주식회사",
    region_code="44130",
    kind=FirmKind.corporation,
    representative="나대표",
    address="충청남도 천안시 예시로 1",
    level=FactoryLevel.interested,
)


def ask(user: User, facts: FirmFacts = FACTS, content: bytes = PDF) -> Registration:
    return services.ask_registration(
        actor=db.session.merge(user),
        business_number=NUMBER,
        facts=facts,
        certificate=document_from("등록증.pdf", content),
        department="인사팀",
        message="잘 부탁드립니다.",
    )


def letters() -> list[tuple[str, str]]:
    found = db.session.execute(select(Message.address, Message.template).order_by(Message.id))
    return [(address, template.removeprefix("firms/")) for address, template in found]


@pytest.fixture
def asker(make: Make) -> User:
    make.region("44130", "충청남도", "천안시")
    return make.user("김담당")


def test_an_approved_registration_makes_the_firm_and_its_manager(
    make: Make, acting: Acting, asker: User
) -> None:
    operator = make.operator()
    with acting():
        assert ask(asker).group is Group.chungcheong
    with acting():
        found = queries.find_registration(asker)
        services.ask_for_more(actor=operator, registration=found, message="주소를 확인해 주십시오.")
        better = FirmFacts(**{**vars(FACTS), "address": "충청남도 천안시 예시로 2"})
        services.answer(actor=asker, registration=found, message="고쳤습니다.", facts=better)
        services.approve(actor=operator, registration=found)
        services.approve(actor=operator, registration=found)
    with acting():
        firm = queries.find_firm_by_number(NUMBER)
        membership = queries.find_membership(asker)
        assert (firm.name, firm.address) == ("천안정밀 주식회사", "충청남도 천안시 예시로 2")
        assert (firm.kind, firm.group) == (FirmKind.corporation, Group.chungcheong)
        assert (membership.firm_id, membership.kind) == (firm.id, MembershipKind.manager)
        assert membership.department == "인사팀"
        assert [t for _, t in letters()] == [
            "registration_received", "registration_more", "registration_approved",
        ]  # fmt: skip


def test_of_two_who_register_one_firm_the_second_asks_to_join_by_itself(
    make: Make, acting: Acting, asker: User
) -> None:
    operator, second = make.operator(), make.user("이담당")
    with acting():
        ask(asker)
        ask(second)
    with acting():
        services.approve(actor=operator, registration=queries.find_registration(asker))
    with acting():
        turned = queries.find_registration(second)
        firm = queries.find_firm_by_number(NUMBER)
        assert turned.joins
        assert turned.status is RegistrationStatus.waiting
        assert [one.id for one in queries.joiners(firm)] == [turned.id]
        assert (asker.email, "join_asked") in letters()
        assert (second.email, "registration_turned") in letters()
        services.approve(actor=asker, registration=turned, wanted=MembershipKind.employee)
    with acting():
        assert queries.find_membership(second).kind is MembershipKind.employee
        assert db.session.query(Firm).count() == 1


def test_an_operator_who_registers_the_firm_turns_what_waits_too(
    make: Make, acting: Acting, asker: User
) -> None:
    operator = make.operator()
    with acting():
        ask(asker)
    with acting():
        firm = services.register_firm(actor=operator, business_number=NUMBER, facts=FACTS)
        assert queries.find_registration(asker).firm_id == firm.id


def test_nobody_has_two_open_registrations(make: Make, acting: Acting, asker: User) -> None:
    firm = make.firm()
    with acting():
        ask(asker)
    with acting(), pytest.raises(Refused):
        services.ask_to_join(actor=asker, firm=firm, wanted=MembershipKind.employee)
    second = picture("PNG")
    with acting(), pytest.raises(Refused):
        ask(asker, content=second)
    with acting(), pytest.raises(FileNotFoundError):  # nor does its certificate stay behind
        services.papers().get(hashlib.sha256(second).hexdigest())
    with acting():
        services.withdraw_registration(actor=asker, registration=queries.find_registration(asker))
    with acting():
        services.ask_to_join(actor=asker, firm=firm, wanted=MembershipKind.employee)


def test_nobody_decides_about_the_own_request(make: Make, acting: Acting) -> None:
    make.region("44130", "충청남도", "천안시")
    operator = make.operator()
    with acting():
        ask(operator)
    with acting():
        found = queries.find_registration(operator)
        with pytest.raises(Refused):
            services.approve(actor=operator, registration=found)
        with pytest.raises(Refused):
            services.refuse(actor=operator, registration=found, message="싫습니다")


def test_a_refusal_says_why_and_is_final(make: Make, acting: Acting, asker: User) -> None:
    operator = make.operator()
    with acting():
        ask(asker)
    with acting():
        found = queries.find_registration(asker)
        with pytest.raises(Invalid):
            services.refuse(actor=operator, registration=found, message=" ")
        services.refuse(actor=operator, registration=found, message="폐업한 번호입니다.")
        with pytest.raises(Refused):
            services.approve(actor=operator, registration=found)
        message = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
        assert message.facts["message"] == "폐업한 번호입니다."
        assert queries.find_membership(asker) is None


def test_joining_ends_the_membership_before(make: Make, acting: Acting) -> None:
    operator, person = make.operator(), make.user()
    old, new = make.firm("가나"), make.firm("다라")
    make.member(person, old)
    with acting():
        services.ask_to_join(actor=person, firm=new, wanted=MembershipKind.employee)
    with acting():
        services.approve(actor=operator, registration=queries.find_registration(person))
    with acting():
        assert queries.find_membership(person).firm_id == new.id
        with pytest.raises(Refused):
            services.ask_to_join(actor=person, firm=new, wanted=MembershipKind.employee)


def test_an_employee_who_becomes_manager_keeps_the_workplace(make: Make, acting: Acting) -> None:
    """A new membership would lose it, and with it the seat group."""
    operator, person, firm = make.operator(), make.user(), make.firm()
    make.region("44200", "충청남도", "아산시")
    member = make.member(person, firm)
    with acting():
        place = services.open_workplace(
            actor=operator, firm=firm, values=WorkplaceValues("아산공장", "44200")
        )
        services.change_membership(
            actor=operator, membership=db.session.get_one(Membership, member.id),
            department="생산팀", position="", workplace_id=place.id,
        )  # fmt: skip
    with acting():
        services.ask_to_join(actor=person, firm=firm, wanted=MembershipKind.manager)
    with acting():
        services.approve(actor=operator, registration=queries.find_registration(person))
    with acting():
        (kept,) = queries.memberships_ever(person)
        assert (kept.kind, kept.department) == (MembershipKind.manager, "생산팀")
        assert kept.group is Group.chungcheong


def test_papers_go_ninety_days_after_the_decision(make: Make, acting: Acting, asker: User) -> None:
    operator, refused = make.operator(), make.user("다른사람")
    other = pdf(compress_streams=False)
    with acting():
        first = ask(asker)
        key = first.certificate_key
        second = ask(refused, content=other)
        services.refuse(actor=operator, registration=second, message="아닙니다.")
        services.approve(actor=operator, registration=first)
        gone = second.certificate_key
        assert key != gone
    with acting():
        services.tidy_registrations()
        assert services.papers().get(key)
    with clock.frozen(clock.now() + services.REGISTRATIONS_KEPT + timedelta(days=1)):
        with acting():
            services.tidy_registrations()
        with acting():
            services.tidy_registrations()
            kept = db.session.scalars(select(Registration)).one()
            assert (kept.asked_by_id, kept.certificate_key) == (asker.id, "")
            steps = db.session.scalars(select(RegistrationStep.registration_id)).all()
            assert set(steps) == {kept.id}
            for lost in (key, gone):
                with pytest.raises(FileNotFoundError):
                    services.papers().get(lost)


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("C:\\문서\\등록증.PDF", PDF, "등록증.pdf"),
        ("scan.jpg", picture("PNG"), "scan.png"),  # what is in it counts
        ("../../x.jpeg", picture("JPEG"), "x.jpg"),
        ("", PDF, "document.pdf"),
        ("등록증 900101-1234567.pdf", PDF, "document.pdf"),  # a resident registration number
    ],
)
def test_documents_are_told_by_what_is_in_them(name: str, content: bytes, kept_as: str) -> None:
    assert document_from(name, content).name == kept_as


LOCKED = pdf(encryption=pikepdf.Encryption(user="geheim", owner="geheim"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ" + bytes(200),
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 nothing follows",
        LOCKED,
        picture("GIF"),
        picture("PNG")[:60],
        PDF + bytes(LARGEST),
    ],
    ids=["empty", "program", "page", "no pages", "locked", "gif", "cut off", "too large"],
)
def test_what_is_no_document_is_refused(app: Any, content: bytes) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        document_from("등록증.pdf", content)
    assert set(refused.value.fields) == {"file"}


def test_a_certificate_that_another_takes_the_place_of_is_removed(
    make: Make, acting: Acting, asker: User
) -> None:
    with acting():
        former = ask(asker).certificate_key
    with acting():
        scan = document_from("scan.png", picture("PNG"))
        found = queries.find_registration(asker)
        services.answer(actor=asker, registration=found, message="", certificate=scan)
        commit()
        assert services.papers().get(found.certificate_key) == scan.content
        with pytest.raises(FileNotFoundError):
            services.papers().get(former)


def test_a_firm_of_a_like_name_is_found(make: Make, acting: Acting) -> None:
    operator = make.operator()
    make.firm("(주)천안정밀", search_text="")
    with acting():
        firm = db.session.scalars(select(Firm)).one()
        services.update_firm(actor=operator, firm=firm, name="㈜ 천안 정밀")
    with acting():
        assert [one.name for one in queries.firms_named_like("천안정밀 주식회사")] == [
            "㈜ 천안 정밀"
        ]
        assert queries.firms_named_like("주식회사") == []


def test_managers_of_the_firm_end_with_it(make: Make, acting: Acting) -> None:
    """Membership is asked for at each door, so the right ends with the row."""
    manager, firm = make.user("관리자"), make.firm()
    make.member(manager, firm, MembershipKind.manager)
    make.operator(email="desk@example.org")
    with acting():
        services.end_membership(actor=manager, membership=queries.find_membership(manager))
    with acting():
        assert not queries.is_manager(manager)
        assert letters() == [("desk@example.org", "no_manager")]
        assert db.session.scalars(select(Membership.ended_at)).one() is not None
