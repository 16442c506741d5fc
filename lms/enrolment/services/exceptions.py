"""What is done for one person: putting a deadline off, barring after a no-show, lifting the bar."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment.models import Deadline, Enrolment, Extension, NoShow
from lms.enrolment.rules import NO_SHOW_DAYS


def extend(
    *,
    actor: User,
    offering: Offering,
    user: User,
    deadline: Deadline,
    until: datetime,
    reason: str,
) -> Extension:
    """Put one deadline of an offering off for one person; saying it again changes the moment.

    Raises:
        Refused: the moment is past, or after the offering.
    """
    end = clock.day_bounds(offering.ends_on)[1]
    if not clock.now() < until <= end:
        sentence = gettext("Please name a moment that is to come and not after the offering.")
        raise Refused("extension", sentence)
    statement = select(Extension).where(
        Extension.offering_id == offering.id,
        Extension.user_id == user.id,
        Extension.deadline == deadline,
    )
    row = db.session.scalars(statement.with_for_update()).one_or_none()
    row = row or Extension(
        offering_id=offering.id, user_id=user.id, deadline=deadline, created_at=clock.now()
    )
    row.until, row.reason = until, reason
    db.session.add(row)
    audit.record(
        actor.id,
        "enrolment.extend",
        offering,
        reason=reason,
        user=user.id,
        deadline=deadline.value,
        until=str(until),
    )
    return row


def bar_no_show(enrolment: Enrolment) -> None:
    """Somebody had a seat and never came: no enrolling for a while. Once for each enrolment."""
    known = select(NoShow.id).where(NoShow.enrolment_id == enrolment.id)
    if db.session.scalar(known) is not None:
        return
    row = NoShow(
        enrolment_id=enrolment.id,
        user_id=enrolment.user_id,
        barred_until=clock.today() + timedelta(days=NO_SHOW_DAYS),
        created_at=clock.now(),
        reason="",
    )
    db.session.add(row)
    audit.record(None, "enrolment.bar", enrolment, until=str(row.barred_until))


def lift_bar(*, actor: User, bar: NoShow, reason: str) -> None:
    """The person may enrol again; for a good reason. Lifting twice is one lifting."""
    if bar.lifted_at is not None:
        return
    bar.lifted_at, bar.reason = clock.now(), reason
    enrolment = db.session.get_one(Enrolment, bar.enrolment_id)
    audit.record(actor.id, "enrolment.lift_bar", enrolment, reason=reason)
