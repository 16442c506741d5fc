"""Answers and invitations at the same moment, each with a connection of its own."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from lms.accounts.models import User
from lms.core.db import db
from lms.enrolment.models import EnrolmentStatus
from lms.firms import queries, services
from lms.firms.models import Invitation, InvitationAnswer, MembershipKind
from tests.enrolment.conftest import here
from tests.enrolment.test_races import at_once


def test_one_address_invited_many_times_has_one_account_and_one_invitation(app, make, acting):
    firms = [make.firm(), make.firm()]
    manager = make.user()

    def invite(firm):
        return lambda: (
            services.invite(
                actor=here(manager), firm=here(firm), email="new@example.org", name="새사람"
            ).firm_id
        )

    outcomes = at_once(app, [invite(firm) for firm in firms * 4])
    assert Counter(outcomes) == {firm.id: 4 for firm in firms}
    with acting():
        assert (
            len(db.session.scalars(select(User).where(User.email == "new@example.org")).all()) == 1
        )
        assert db.session.query(Invitation).count() == 2


def test_an_invitation_has_one_answer_and_the_seat_follows_it(app, make, acting):
    firm, manager = make.firm(), make.user()
    make.member(manager, firm, MembershipKind.manager)
    user, offering = make.user(), make.offering(seats=1)
    one = make.invitation(firm, user, manager)
    mine = make.enrolment(offering, user, firm_id=firm.id)
    waits = make.enrolment(offering, status=EnrolmentStatus.waiting)
    calls = {
        "accept": lambda: services.accept(user=here(user), invitation=here(one), language="ko"),
        "decline": lambda: services.decline(invitation=here(one)),
        "withdraw": lambda: services.withdraw(actor=here(manager), invitation=here(one)),
    }
    outcomes = at_once(app, [*calls.values()] * 2)
    assert set(outcomes) <= {None, "not-open"}
    with acting():
        answer = here(one).answer
        joined = queries.find_membership(here(user)) is not None
        assert joined == (answer is InvitationAnswer.accepted)
        assert here(mine).live == joined
        assert here(waits).waits == joined
