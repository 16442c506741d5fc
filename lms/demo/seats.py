"""Seats in the demo: some are kept for groups, a firm reserves two, what comes free is accepted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import db
from lms.demo.accounts import FIRM
from lms.demo.plans import Kind, Plan
from lms.enrolment import queries, services
from lms.enrolment.models import EnrolmentStatus
from lms.enrolment.services import GivingRules
from lms.firms.groups import Group
from lms.firms.queries import find_membership

ANSWERED_AFTER = timedelta(hours=6)
COMMON_BEFORE_CLOSE = timedelta(days=3)


def has_pools(plan: Plan) -> bool:
    """Are seats of this offering kept for groups? Of those with room to spare."""
    return plan.kind in (Kind.open, Kind.upcoming) and plan.people + 4 <= plan.seats // 2


def keep_seats(operator: User, offering: Offering, seats: int) -> None:
    """A fifth for each of two groups, common three days before enrolment closes."""
    kept = max(seats // 5, 2)
    rules = GivingRules(common_at=offering.enrol_until - COMMON_BEFORE_CLOSE, hold_limit=3)
    services.set_rules(actor=operator, offering=offering, rules=rules)
    wanted = {Group.jeonbuk_built: kept, Group.chungcheong: kept, None: seats - 2 * kept}
    services.set_pools(actor=operator, offering=offering, wanted=wanted)


def reserve_two(offering: Offering) -> None:
    """The demo firm's manager reserves two seats whose people are named later."""
    manager = db.session.scalars(select(User).where(User.email == FIRM)).one()
    membership = find_membership(manager)
    if membership is None:
        return
    services.hold_seats(
        actor=manager,
        offering=offering,
        firm=membership.firm,
        count=2,
        until=offering.enrol_until - COMMON_BEFORE_CLOSE,
    )


def accept_offers(offering: Offering) -> None:
    """Who was offered a seat takes it."""
    for one in queries.of_offering(offering):
        if one.status is EnrolmentStatus.offered:
            services.accept_offer(enrolment=one)
