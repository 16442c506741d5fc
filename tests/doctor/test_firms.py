"""Promises of registrations and workplaces: kept, and named when broken behind our back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from lms.core import clock
from lms.core.db import db
from lms.doctor import firms
from lms.firms import services
from lms.firms.models import Membership, Registration
from lms.firms.services import REGISTRATIONS_KEPT, WorkplaceValues
from tests.firms.test_registrations import FACTS, NUMBER, ask


def test_a_firm_that_came_without_turning_who_waited_is_named(make, acting):
    make.region("44130", "충청남도", "천안시")
    user = make.user()
    with acting():
        ask(user)
        assert firms.registrations_match_firms() == []
    make.firm("천안정밀", business_number=NUMBER)
    with acting():
        assert len(firms.registrations_match_firms()) == 1
        services.turn_late_registrations()
        assert firms.registrations_match_firms() == []


def test_a_workplace_of_another_firm_is_named(make, acting):
    operator, user, one, other = make.operator(), make.user(), make.firm(), make.firm("다라")
    member = make.member(user, one)
    with acting():
        place = services.open_workplace(
            actor=operator, firm=db.session.merge(other), values=WorkplaceValues("가", "52110")
        )
        assert firms.people_work_in_their_firm() == []
        change = update(Membership).where(Membership.id == member.id)
        db.session.execute(change.values(workplace_id=place.id))
        assert len(firms.people_work_in_their_firm()) == 1


def test_a_certificate_that_is_gone_or_stays_too_long_is_named(make, acting):
    make.region("44130", "충청남도", "천안시")
    user, operator = make.user(), make.operator()
    with acting():
        found = ask(user, facts=FACTS)
        assert firms.registration_papers_kept() == []
        services.papers().remove(found.certificate_key)
        assert "is missing" in firms.registration_papers_kept()[0]
        services.refuse(actor=operator, registration=found, message="아닙니다.")
        long_ago = clock.now() - REGISTRATIONS_KEPT - timedelta(days=2)
        db.session.execute(update(Registration).values(decided_at=long_ago))
        assert "tidied" in firms.registration_papers_kept()[0]
