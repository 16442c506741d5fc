"""Promises of invitations: kept on sound data, named when broken behind our back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from lms.core import clock
from lms.core.db import db
from lms.doctor.invitations import invitations_moving, nothing_stays_of_ended_invitations
from lms.firms import services
from tests.enrolment.conftest import here


@pytest.fixture
def invited(make):
    firm, user = make.firm(), make.user()
    one = make.invitation(firm, user, make.user())
    make.enrolment(make.offering(), user, firm_id=firm.id)
    return one


def faults() -> list[str]:
    return invitations_moving() + nothing_stays_of_ended_invitations()


def test_an_invitation_that_ends_as_it_should(acting, invited):
    with acting():
        assert faults() == []
        services.decline(invitation=here(invited))
    with clock.frozen(clock.now() + services.KEPT + timedelta(hours=1)), acting():
        assert faults() == []


@pytest.mark.parametrize("days", [8, 20])
def test_an_invitation_that_nobody_ended_is_named(acting, invited, days):
    with clock.frozen(clock.now() + timedelta(days=days)), acting():
        assert len(faults()) == 1


def test_names_that_nobody_erased_are_named(acting, invited):
    with acting():
        services.decline(invitation=here(invited))
    with clock.frozen(clock.now() + services.KEPT + timedelta(days=2)), acting():
        assert len(faults()) == 1


def test_a_seat_that_outlives_the_invitation_is_named(acting, invited):
    ended = text("UPDATE invitations SET answer = 'declined', answered_at = :now")
    with acting():
        db.session.execute(ended, {"now": (clock.now() + timedelta(hours=1)).replace(tzinfo=None)})
    with acting():
        assert len(faults()) == 1
