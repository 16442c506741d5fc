"""A demo list of people: sent yesterday, with one address that must be corrected first."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue.models import Offering, OfferingStatus, Selection
from lms.core import clock
from lms.core.db import db
from lms.demo.story import Story
from lms.demo.tables import rows
from lms.enrolment import services
from lms.enrolment.lists.lines import line_of
from lms.firms.queries import find_membership

FILE = "people.xlsx"


def plan_list(story: Story, manager: User, today: date) -> None:
    """A training manager sends a list for a course to come, and has not looked through it yet."""
    sent_on = today - timedelta(days=1)
    story.at(clock.at(sent_on, time(17, 10)), lambda: _send(manager, today))


def _send(manager: User, today: date) -> None:
    membership = find_membership(manager)
    if membership is None:
        raise LookupError(manager.email)
    services.send_list(
        actor=manager,
        firm=membership.firm,
        offering=_open_offering(today),
        lines=[line_of(number, row) for number, row in enumerate(rows("lists"), start=2)],
        file_name=FILE,
    )


def _open_offering(today: date) -> Offering:
    """The first that is open for a week still, whoever comes first."""
    until = clock.at(today + timedelta(days=7), time())
    statement = (
        select(Offering)
        .where(
            Offering.status == OfferingStatus.published,
            Offering.selection == Selection.first_come,
            Offering.enrol_from <= clock.now(),
            Offering.enrol_until >= until,
        )
        .order_by(Offering.starts_on, Offering.id)
        .limit(1)
    )
    return db.session.scalars(statement).one()
