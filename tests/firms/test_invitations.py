"""Invitations: what a firm may do and learn, what the person decides, what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.core.db import db
from lms.core.errors import Refused
from lms.firms import queries, services
from lms.firms.models import Invitation, MembershipKind


@pytest.fixture
def firm(make):
    return make.firm()


@pytest.fixture
def manager(make, firm):
    user = make.user("담당자")
    make.member(user, firm, MembershipKind.manager)
    return user


def test_inviting_makes_an_account_that_nobody_can_use(acting, firm, manager):
    with acting():
        one = services.invite(actor=manager, firm=firm, email="New@Example.org", name="새사람")
        again = services.invite(actor=manager, firm=firm, email="new@example.org", name="새사람")
        assert one.id == again.id
        user = db.session.scalars(select(User).where(User.email == "new@example.org")).one()
        assert user.is_unused
        assert one.expires_at == one.created_at + timedelta(days=7)
        assert queries.find_membership(user) is None
        assert [person.name for person in queries.people_of(firm)] == ["담당자", "새사람"]
