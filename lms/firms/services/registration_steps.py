"""One step of a registration: alone with it, along the table of moves, written down, told."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.core.status import check_move
from lms.firms.events import RegistrationStepped
from lms.firms.models import (
    OPEN,
    REGISTRATION_MOVES,
    Firm,
    Registration,
    RegistrationStatus,
    RegistrationStep,
)
from lms.firms.queries import firms_registered_meanwhile


def lock(registration: Registration) -> None:
    """Be alone with a registration, and see it as it is now."""
    db.session.flush()
    db.session.refresh(registration, with_for_update={"of": Registration})


def lock_with_rivals(registration: Registration) -> None:
    """The same with all open registrations of the firm, always in one order, so that two operators who
    approve two of them at once don't wait for each other for ever."""
    db.session.flush()
    db.session.execute(
        select(Registration.id)
        .where(
            Registration.business_number == registration.business_number,
            Registration.status.in_(OPEN),
        )
        .order_by(Registration.id)
        .with_for_update()
    )
    lock(registration)


def step(
    registration: Registration,
    action: str,
    status: RegistrationStatus,
    *,
    actor: User | None,
    message: str = "",
    quietly: bool = False,
) -> RegistrationStep:
    """Move a registration, and keep and tell why.

    Args:
        action: what the audit calls it.
        actor: None when the system did it by itself.
        quietly: nobody needs a message about it.

    Raises:
        Refused: it can't become that now.
    """
    if status is not registration.status:
        check_move(REGISTRATION_MOVES, registration.status, status)
        registration.status = status
    if status not in OPEN:
        registration.decided_at = clock.now()
        registration.decided_by_id = actor.id if actor else None
    db.session.flush()
    return note(registration, action, actor=actor, message=message, quietly=quietly)


def note(
    registration: Registration,
    action: str,
    *,
    actor: User | None,
    message: str = "",
    quietly: bool = False,
) -> RegistrationStep:
    """Write down, and tell, what a registration has become."""
    taken = RegistrationStep(
        registration_id=registration.id,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        status=registration.status,
        message=message,
    )
    db.session.add(taken)
    db.session.flush()
    db.session.expire(registration, ["steps", "decided_by", "firm"])
    audit.record(
        taken.actor_id,
        action,
        registration,
        reason=message,
        business_number=registration.business_number,
    )
    if not quietly:
        announce(RegistrationStepped(taken.id))
    return taken


def turn_into_joins(firm: Firm) -> None:
    """Open registrations of a firm that has just come here become requests to join it."""
    statement = (
        select(Registration)
        .where(
            Registration.business_number == firm.business_number,
            Registration.status.in_(OPEN),
            Registration.joins.is_(False),
        )
        .order_by(Registration.id)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    )
    for registration in db.session.scalars(statement).all():
        registration.joins, registration.firm_id = True, firm.id
        step(registration, "registration.turn", RegistrationStatus.waiting, actor=None)


def turn_late_registrations() -> None:
    """The same for whoever asked in the very moment in which the firm came here."""
    for firm in firms_registered_meanwhile():
        turn_into_joins(firm)
