"""Invitations: what a firm may do and learn, what the person decides, what follows."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import passwords
from lms.accounts import services as accounts
from lms.accounts.models import Consent, User
from lms.accounts.queries import people
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import queries as enrolment_queries
from lms.enrolment import services as enrolment
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.firms import queries, services
from lms.firms.models import Invitation, InvitationAnswer, MembershipKind
from lms.firms.pasted import Pasted, people_in
from lms.firms.services.inviting import JOB
from lms.jobs.queue import waiting
from lms.jobs.registry import jobs
from lms.notifications.models import Message
from tests.enrolment.conftest import here

WEEK = timedelta(days=7)


@pytest.fixture
def firm(make):
    return make.firm()


@pytest.fixture
def manager(make, firm):
    user = make.user("담당자")
    make.member(user, firm, MembershipKind.manager)
    return user


@pytest.fixture
def invite(acting, firm, manager):
    """Invite somebody in a transaction of its own; the mail is written as the worker does it."""

    def invite(email: str = "new@example.org", name: str = "새사람", **more) -> Invitation:
        with acting():
            row = services.invite(
                actor=here(manager), firm=here(firm), email=email, name=name, **more
            )
        work(acting)
        return row

    return invite


@pytest.fixture(autouse=True)
def moving():
    """The clock stands still; the test moves it on."""
    with ExitStack() as stack:

        def on(time: timedelta) -> None:
            stack.enter_context(clock.frozen(clock.now() + time))

        on(timedelta())
        yield on


def work(acting) -> None:
    """What the worker does of mails about invitations."""
    with acting():
        due = [row_id for name, row_id in waiting(timedelta()) if name == JOB]
    for row_id in due:
        with acting():
            jobs[JOB](row_id)


def messages(acting) -> list[tuple[str, str]]:
    with acting():
        found = db.session.scalars(select(Message).order_by(Message.id)).all()
        return [(one.template, one.address) for one in found]


def account(email: str = "new@example.org") -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


# --- inviting --------------------------------------------------------------------------------------


def test_inviting_makes_an_account_that_nobody_can_use(acting, firm, invite):
    one = invite("New@Example.org")
    assert invite().id == one.id
    with acting():
        user = account()
        assert user.is_unused
        for guess in ("", "!", "nobody has this password"):
            assert not passwords.matches(user.password_hash, guess)
        assert queries.find_membership(user) is None
        assert [person.name for person in queries.people_of(here(firm))] == ["담당자", "새사람"]
    assert one.expires_at == one.created_at + WEEK
    assert messages(acting) == [("firms/invitation", "new@example.org")]  # one mail within an hour


def test_a_firm_learns_nothing_of_an_account_before_it_is_accepted(make, acting, firm, invite):
    known = make.user("진짜이름", email="known@example.org", phone="01099998888")
    one = invite("known@example.org", "적은이름")
    with acting():
        assert (one.user_id, one.name, one.phone) == (known.id, "적은이름", "")
        assert [person.name for person in queries.people_of(here(firm))][1:] == ["적은이름"]
        assert here(known).name == "진짜이름"


def test_whoever_belongs_to_the_firm_is_not_invited(make, acting, firm, invite):
    make.member(make.user(email="in@example.org"), firm)
    with pytest.raises(Refused, match=r"in@example\.org"):
        invite("in@example.org")


def test_it_ends_when_the_list_says_so_and_no_later_than_in_a_week(invite):
    now = clock.now()
    soon = invite("a@example.org", until=now + timedelta(days=2))
    late = invite("b@example.org", until=now + timedelta(days=20))
    assert soon.expires_at == now + timedelta(days=2)
    assert late.expires_at == late.created_at + WEEK


def test_one_reminder_half_way(acting, invite, moving):
    invite()
    moving(timedelta(days=3, hours=11))
    work(acting)
    assert len(messages(acting)) == 1
    moving(timedelta(hours=2))
    work(acting)
    assert [template for template, _ in messages(acting)][1:] == ["firms/invitation_reminder"]
    moving(timedelta(days=3))
    work(acting)
    assert len(messages(acting)) == 2


def test_sending_again_waits_an_hour(acting, invite, manager, moving):
    one = invite()

    def again():
        with acting():
            services.send_again(actor=here(manager), invitation=here(one))
        work(acting)

    with pytest.raises(Refused):
        again()
    moving(timedelta(hours=1))
    again()
    assert [template for template, _ in messages(acting)][1:] == ["firms/invitation_reminder"]


@pytest.mark.parametrize("ask", [accounts.request_reset, accounts.send_confirmation_again])
def test_a_forgotten_password_opens_no_account_without_consent(acting, invite, moving, ask):
    invite()
    moving(timedelta(hours=2))
    with acting():
        ask(email="new@example.org")
    work(acting)
    assert {template for template, _ in messages(acting)} == {
        "firms/invitation",
        "firms/invitation_reminder",
    }
    with acting():
        assert account().is_unused


# --- answering -------------------------------------------------------------------------------------


def accept_as_new(acting, one) -> None:
    with acting():
        services.accept_as_new(
            invitation=here(one),
            name="바른이름",
            phone="01011112222",
            password_hash=passwords.hashed("a long 9 password"),
            locale="ko",
            news=False,
        )


def test_accepting_opens_the_account_keeps_the_consents_and_joins(acting, firm, invite):
    one = invite(department="생산", position="대리")
    accept_as_new(acting, one)
    with acting():
        row, user = here(one), account()
        membership = queries.find_membership(user)
        assert (membership.firm_id, membership.department) == (firm.id, "생산")
        assert (user.name, user.confirmed_at is not None) == ("바른이름", True)
        assert passwords.matches(user.password_hash, "a long 9 password")
        assert row.answer is InvitationAnswer.accepted
        assert row.consent_version.endswith(" ko")
        assert row.consent_hash
        given = {str(c.kind): c.given for c in db.session.scalars(select(Consent))}
        assert given == {"terms": True, "privacy": True, "news": False}
    with pytest.raises(Refused):
        accept_as_new(acting, one)


def test_the_link_never_opens_an_account_that_is_in_use(make, acting, invite):
    make.user(email="known@example.org", password_hash="kept")
    one = invite("known@example.org")
    with pytest.raises(Refused):
        accept_as_new(acting, one)
    with acting():
        assert account("known@example.org").password_hash == "kept"


def test_an_earlier_membership_ends_with_accepting(make, acting, firm, invite):
    user, before = make.user(email="known@example.org"), make.firm("먼저회사")
    make.member(user, before)
    one = invite("known@example.org", kind=MembershipKind.manager)
    for _ in range(2):  # twice is once
        with acting():
            services.accept(user=here(user), invitation=here(one), language="ko")
    with acting():
        present, past = queries.memberships_ever(here(user))
        assert (present.firm_id, present.kind) == (firm.id, MembershipKind.manager)
        assert (past.firm_id, past.ended_at is not None) == (before.id, True)


@pytest.fixture
def course(make, acting, firm, invite):
    """One seat, asked for by the firm for somebody it has invited; another person waits for it."""
    offering = make.offering(seats=1)
    one = invite()
    with acting():
        user = account()
    mine = make.enrolment(offering, user, firm_id=firm.id)
    begun = make.offering(seats=1, starts_in=0, status="running")
    stays = make.enrolment(begun, user, firm_id=firm.id)
    waits = make.enrolment(offering, status=EnrolmentStatus.waiting)
    return one, mine, stays, waits


ENDS = {
    InvitationAnswer.declined: lambda one, manager: services.decline(invitation=here(one)),
    InvitationAnswer.withdrawn: lambda one, manager: services.withdraw(
        actor=here(manager), invitation=here(one)
    ),
    InvitationAnswer.lapsed: lambda one, manager: services.lapse_due(),
}


@pytest.mark.parametrize("answer", list(ENDS))
def test_what_was_asked_for_ends_with_the_invitation(acting, course, manager, moving, answer):
    one, mine, stays, waits = course
    if answer is InvitationAnswer.lapsed:
        moving(WEEK)
    for _ in range(1 if answer is InvitationAnswer.withdrawn else 2):
        with acting():
            ENDS[answer](one, manager)
    with acting():
        assert here(one).answer is answer
        assert here(mine).status is EnrolmentStatus.cancelled
        assert here(stays).status is EnrolmentStatus.enrolled  # that class has begun
        assert here(waits).status in (EnrolmentStatus.offered, EnrolmentStatus.enrolled)
        assert enrolment_queries.seat_count(here(mine).offering).free == 0
    told = [template for template, address in messages(acting) if address == manager.email]
    expected = {
        InvitationAnswer.declined: ["firms/invitation_declined"],
        InvitationAnswer.withdrawn: [],
        InvitationAnswer.lapsed: ["firms/invitations_lapsed"],
    }
    assert told == expected[answer]


def test_what_somebody_asked_for_who_joined_in_another_way_stays(
    acting, course, make, firm, moving
):
    _, mine, _, _ = course
    with acting():
        user = account()
    make.member(user, firm)
    moving(WEEK)
    with acting():
        services.lapse_due()
        assert here(mine).status is EnrolmentStatus.enrolled
        assert len(queries.people_of(here(firm))) == 2


def test_a_late_answer_comes_too_late(acting, invite, moving):
    one = invite()
    moving(WEEK)
    with pytest.raises(Refused):
        accept_as_new(acting, one)
    fresh = invite()  # before the worker has looked: the old one lapses, a new one begins
    assert fresh.id != one.id


# --- forgetting ------------------------------------------------------------------------------------


def test_what_was_typed_is_erased_a_week_later(acting, invite, moving):
    one = invite(phone="01012345678", department="생산")
    with acting():
        services.decline(invitation=here(one))
        user_id = account().id
    moving(WEEK - timedelta(minutes=1))
    with acting():
        assert services.erase_ended() == 0
    moving(timedelta(minutes=2))
    with acting():
        assert services.erase_ended() == 1
        assert services.erase_ended() == 0
    with acting():
        row, user = here(one), db.session.get_one(User, user_id)
        message = db.session.scalars(select(Message).where(Message.user_id == user_id)).first()
        told = [one.facts for one in db.session.scalars(select(Message))]
        kept = repr([vars(row), vars(user), message.address, told])
        for trace in ("new@example.org", "새사람", "01012345678", "생산"):
            assert trace not in kept
        assert not user.active
        assert user_id not in {one.id for one in people("", 1).items}
    assert invite().user_id != user_id  # the address is free again


def test_nobody_is_made_a_member_before_opening_the_account(make, acting, firm, invite):
    """An operator can't say yes for somebody who has not seen what the firm would see."""
    invite()
    operator = make.operator()
    with acting(), pytest.raises(Refused):
        services.join(
            actor=here(operator), user=account(), firm=here(firm), kind=MembershipKind.employee
        )


def test_an_account_in_use_stays(make, acting, invite, moving):
    user = make.user("진짜이름", email="known@example.org")
    one = invite("known@example.org")
    with acting():
        services.decline(invitation=here(one))
    moving(WEEK)
    with acting():
        services.erase_ended()
        assert (here(user).name, here(user).email) == ("진짜이름", "known@example.org")


# --- reading pasted lines --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "people", "unread"),
    [
        ("홍길동, Hong@Example.org", [Pasted(1, "홍길동", "hong@example.org")], []),
        ("hong@example.org\t홍 길동", [Pasted(1, "홍 길동", "hong@example.org")], []),
        ("홍길동 <hong@example.org>;", [Pasted(1, "홍길동", "hong@example.org")], []),
        ("\n홍길동 hong@example.org\n\n", [Pasted(2, "홍길동", "hong@example.org")], []),
        ("홍길동\nhong@example.org\na@b c@d 홍", [], [1, 2, 3]),
        ("홍길동 hong@ＥＸＡＭＰＬＥ.org", [Pasted(1, "홍길동", "hong@example.org")], []),
        ("", [], []),
    ],
)
def test_pasted_lines(text, people, unread):
    assert people_in(text) == (people, unread)


def test_enrolments_of_an_earlier_time_are_not_counted(make, acting, firm, manager):
    user = make.user()
    before = make.enrolment(
        make.offering(), user, firm_id=firm.id, applied_at=clock.now() - timedelta(days=30)
    )
    one = make.invitation(firm, user, manager)
    with acting():
        services.decline(invitation=here(one))
        assert db.session.get_one(Enrolment, before.id).live


# --- mails about what was asked for ------------------------------------------------------------------


@pytest.mark.parametrize("way", ["new", "known", "joins"])
def test_the_invitation_names_the_course_and_the_first_letter_waits_for_the_yes(
    make, acting, firm, manager, way
):
    """Two mails at once would hide the question in the news. Joining in another way is a yes."""
    if way != "new":
        make.user("진짜이름", email="new@example.org")
    offering = make.offering(make.course("로봇 기초"), seats=1)
    with acting():
        facts = {"actor": here(manager), "firm": here(firm)}
        one = services.invite(**facts, email="new@example.org", name="새사람")
        enrolment.ask_together(
            **facts, offering=here(offering), users=[one.user], together=False, completed={}
        )
    work(acting)
    with acting():
        (mail,) = db.session.scalars(select(Message)).all()
        assert mail.template == "firms/invitation"
        assert [one["title"] for one in mail.facts["courses"]] == ["로봇 기초"]
    if way == "new":
        accept_as_new(acting, one)
    with acting():
        if way == "known":
            services.accept(user=here(one.user), invitation=here(one), language="ko")
        if way == "joins":
            kind = MembershipKind.employee
            services.join(actor=here(manager), user=here(one.user), firm=here(firm), kind=kind)
    assert [template for template, _ in messages(acting)][1:] == ["enrolment/enrolled"]
    with acting():
        assert here(one).answer is InvitationAnswer.accepted
        assert here(one).mail_due_at is None
