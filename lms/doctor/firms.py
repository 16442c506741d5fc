"""Do registrations, workplaces and memberships agree?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from lms.core import clock
from lms.core.db import db
from lms.core.storage import Altered
from lms.doctor.data import named
from lms.firms.models import (
    OPEN,
    Firm,
    Membership,
    Registration,
    RegistrationStatus,
    Workplace,
)
from lms.firms.services import REGISTRATIONS_KEPT, papers


def registrations_match_firms() -> list[str]:
    """A registration names the firm of its number; of a firm that is here nobody else waits as new."""
    statement = (
        select(Registration.id)
        .join(Firm, or_(Firm.id == Registration.firm_id, _waits_as_new()))
        .where(or_(Firm.business_number != Registration.business_number, _waits_as_new()))
        .order_by(Registration.id)
    )
    return named(
        f"Registration {id_} and its firm disagree." for id_ in db.session.scalars(statement)
    )


def people_work_in_their_firm() -> list[str]:
    """Whoever has a workplace has one of the own firm, and one that is open."""
    statement = (
        select(Membership.id)
        .join(Workplace, Workplace.id == Membership.workplace_id)
        .where(
            or_(
                Workplace.firm_id != Membership.firm_id,
                Membership.ended_at.is_(None) & Workplace.ended_at.is_not(None),
            )
        )
        .order_by(Membership.id)
    )
    return named(
        f"Membership {id_} has a workplace that is closed or another firm's."
        for id_ in db.session.scalars(statement)
    )


def registration_papers_kept() -> list[str]:
    """Whoever has to decide can read the certificate, and none stays longer than promised."""
    waiting = select(Registration.id, Registration.certificate_key).where(
        Registration.status.in_(OPEN), Registration.certificate_key != ""
    )
    unread = [
        f"The certificate of registration {id_} is missing or was changed."
        for id_, key in db.session.execute(waiting.order_by(Registration.id))
        if not _readable(key)
    ]
    due = clock.now() - REGISTRATIONS_KEPT - timedelta(days=1)
    old = select(Registration.id).where(
        Registration.decided_at < due,
        or_(
            Registration.certificate_key != "",
            Registration.status != RegistrationStatus.approved,
        ),
    )
    late = [
        f"Registration {id_} should have been tidied up."
        for id_ in db.session.scalars(old.order_by(Registration.id))
    ]
    return named(unread + late)


def _waits_as_new() -> ColumnElement[bool]:
    return and_(
        Registration.joins.is_(False),
        Registration.status.in_(OPEN),
        Firm.business_number == Registration.business_number,
    )


def _readable(key: str) -> bool:
    try:
        papers().get(key)
    except (FileNotFoundError, Altered):
        return False
    return True
