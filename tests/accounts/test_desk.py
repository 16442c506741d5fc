"""People at the desk: finding, roles, firms, shut accounts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.identity import people_text
from lms.accounts.models import Role, RoleGrant, User
from lms.audit.models import AccessEntry, AuditEntry
from lms.core.db import db, rollback
from lms.core.errors import Refused
from lms.core.gate import Gate
from lms.firms.queries import find_membership, is_manager
from tests.counting import statements
from tests.make import Make
from tests.pages import Browser

Acting = Callable[[], AbstractContextManager[None]]
SignIn = Callable[[User], User]


@pytest.fixture
def operator(make: Make, sign_in: SignIn) -> User:
    return sign_in(make.operator())


def findable(user: User, acting: Acting) -> User:
    with acting():
        found = db.session.get_one(User, user.id)
        found.search_text = people_text(found)
    return user


@pytest.mark.usefixtures("operator")
def test_people_are_found_by_consonants_address_and_phone(
    browse: Browser, make: Make, acting: Acting
) -> None:
    findable(make.user("홍길동", email="hong@example.org", phone="01055556666"), acting)
    for question in ("ㅎㄱㄷ", "홍기", "hong@", "5556666", "홍 동"):
        assert "홍길동" in browse(f"/desk/people?q={question}").text, question
    assert "홍길동" not in browse("/desk/people?q=김").text
    assert "홍길동" not in browse("/desk/people?role=instructor").text
    assert "홍길동" not in browse("/desk/people?active=no").text


def test_the_list_masks_and_the_look_is_noted(
    browse: Browser, make: Make, operator: User, acting: Acting
) -> None:
    person = make.user("홍길동", email="hong@example.org", phone="01055556666")
    page = browse("/desk/people")
    assert "hong@example.org" not in page.body
    assert "5555" not in page.text
    browse(f"/desk/people/{person.id}")
    with acting():
        seen = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
        assert [(one.action, one.subjects) for one in seen] == [
            ("people.list", [person.id]),
            ("people.person", [person.id]),
        ]
        assert {one.actor_id for one in seen} == {operator.id}


def test_a_role_is_given_and_ended(
    browse: Browser, make: Make, operator: User, acting: Acting
) -> None:
    person = make.user()
    page = browse(f"/desk/people/{person.id}")
    page = page.submit("/roles", role="instructor")
    page.submit("/roles", role="instructor")  # twice is harmless
    with acting():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == person.id)).one()
        assert (grant.role, grant.granted_by_id) == (Role.instructor, operator.id)
    browse(f"/desk/people/{person.id}").submit("/roles/instructor/end")
    with acting():
        assert db.session.get_one(User, person.id).roles == frozenset()
        verbs = [one.action for one in db.session.scalars(select(AuditEntry))]
        assert verbs == ["role.grant", "role.end"]


def test_the_last_operator_stays(
    browse: Browser, operator: User, make: Make, acting: Acting
) -> None:
    with acting(), pytest.raises(Refused) as refused:
        services.end_role(
            actor=operator, user=db.session.get_one(User, operator.id), role=Role.operator
        )
    assert refused.value.code == "last-operator"
    second = make.operator("둘째")
    with acting():
        services.set_active(actor=operator, user=db.session.get_one(User, second.id), active=False)
    with acting(), pytest.raises(Refused):  # the other one is shut and does not count
        services.end_role(
            actor=operator, user=db.session.get_one(User, operator.id), role=Role.operator
        )


def test_two_operators_can_not_end_each_other_at_once(app: Gate, make: Make) -> None:
    pair = [make.operator("하나"), make.operator("둘")]
    start, outcomes = threading.Barrier(2), []

    def end(actor: User, other: User) -> None:
        with app.app_context(), app.test_request_context():
            start.wait(10)
            try:
                services.end_role(
                    actor=actor, user=db.session.get_one(User, other.id), role=Role.operator
                )
                db.session.commit()
                outcomes.append("ended")
            except Refused:
                rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=end, args=(pair[i], pair[1 - i])) for i in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["ended", "refused"]


def test_a_shut_account_is_out_at_the_next_click(
    browse: Browser, make: Make, operator: User, sign_in: SignIn, acting: Acting
) -> None:
    person = make.user()
    page = browse(f"/desk/people/{person.id}")
    assert page.submit("/active", reason="").status == 422
    page.submit("/active", reason="퇴사")
    with acting():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.reason) == ("account.deactivate", "퇴사")
    sign_in(person)
    assert browse("/my/profile").path == "/login"
    sign_in(operator)
    browse(f"/desk/people/{person.id}").submit("/active", reason="복직")
    sign_in(person)
    assert browse("/my/profile").path == "/my/profile"


def test_a_form_that_is_sent_twice_shuts_the_account_once(
    browse: Browser, make: Make, operator: User, acting: Acting
) -> None:
    person = make.user()
    page = browse(f"/desk/people/{person.id}")
    for _ in range(2):
        assert page.submit("/active", reason="퇴사").status == 200
    with acting():
        assert not db.session.get_one(User, person.id).active
    assert page.submit("/active", reason="퇴사", wanted="x").status == 422


def test_nobody_shuts_themselves_out(browse: Browser, operator: User) -> None:
    page = browse(f"/desk/people/{operator.id}")
    assert not page.all("//form[contains(@action,'/active')]")


@pytest.mark.usefixtures("operator")
def test_people_are_put_into_firms(browse: Browser, make: Make, acting: Acting) -> None:
    person, firm = make.user(), make.firm("한빛정밀")
    page = browse(f"/desk/people/{person.id}")
    page.submit("/firm", firm=str(firm.id), kind="manager", position="과장")
    with acting():
        assert is_manager(person)
    browse(f"/desk/people/{person.id}").submit("/firm/end")
    with acting():
        assert find_membership(person) is None


def test_a_list_of_thirty_costs_no_more_queries_than_a_list_of_three(
    browse: Browser, make: Make, sign_in: SignIn
) -> None:
    sign_in(make.operator())
    firm = make.firm()
    counts = []
    for more in (2, 27):
        for _ in range(more):
            make.member(make.instructor(), firm)
        with statements() as sent:
            browse("/desk/people")
        counts.append(len(sent))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("operator")
def test_nobody_is_put_into_a_firm_that_was_not_chosen(browse: Browser, make: Make) -> None:
    person = make.user("박두리")
    make.firm()
    page = browse(f"/desk/people/{person.id}")
    answer = page.submit("/firm", status=422, kind="employee")
    assert "기업을 선택해 주십시오." in answer.text


@pytest.mark.usefixtures("operator")
def test_nobody_is_put_into_a_firm_for_whom_an_invitation_waits(
    browse: Browser, make: Make
) -> None:
    invited, firm = make.user(password_hash="", confirmed_at=None), make.firm()
    page = browse(f"/desk/people/{invited.id}")
    answer = page.submit("/firm", status=422, firm=str(firm.id), kind="employee")
    assert "본인이 초대를 수락해야 합니다." in answer.text
