"""Reading registrations of firms and requests to join one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.accounts.models import User
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.firms.legal_forms import core_of
from lms.firms.models import OPEN, Firm, Registration, RegistrationStatus, RegistrationStep

MOST_ALIKE = 5


def find_registration(user: User) -> Registration | None:
    """The person's open registration, else the latest decided one, or None."""
    statement = (
        select(Registration)
        .where(Registration.asked_by_id == user.id)
        .order_by(Registration.status.in_(OPEN).desc(), Registration.id.desc())
        .options(*_WHOLE)
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def has_open_registration(user: User) -> bool:
    """Has the person asked for something that nobody has decided yet?"""
    statement = select(Registration.id).where(
        Registration.asked_by_id == user.id, Registration.status.in_(OPEN)
    )
    return db.session.scalar(statement) is not None


def get_registration(registration_id: int) -> Registration:
    """One registration with everything about it.

    Raises:
        NotFound: there is none with that id.
    """
    found = db.session.get(Registration, registration_id, options=_WHOLE)
    if found is None:
        raise NotFound
    return found


def registrations(statuses: Collection[RegistrationStatus], page: int) -> Page[Registration]:
    """Registrations in some states: open ones oldest first, decided ones latest first."""
    newest_first = not OPEN & set(statuses)
    statement = (
        select(Registration)
        .where(Registration.status.in_(statuses))
        .options(
            joinedload(Registration.asked_by),
            joinedload(Registration.firm).joinedload(Firm.region),
            joinedload(Registration.region),
        )
        .order_by(Registration.id.desc() if newest_first else Registration.id)
    )
    return paged(statement, page)


def registration_counts() -> dict[RegistrationStatus, int]:
    """How many registrations stand in each state."""
    statement = select(Registration.status, func.count()).group_by(Registration.status)
    return dict(db.session.execute(statement).all())


def joiners(firm: Firm) -> Sequence[Registration]:
    """Who asks to join a firm, first come first."""
    statement = (
        select(Registration)
        .where(
            Registration.firm_id == firm.id,
            Registration.joins,
            Registration.status.in_(OPEN),
        )
        .options(*_WHOLE)
        .order_by(Registration.id)
    )
    return db.session.scalars(statement).all()


def rivals(registration: Registration) -> Sequence[Registration]:
    """Other open registrations of the same business number."""
    statement = (
        select(Registration)
        .where(
            Registration.business_number == registration.business_number,
            Registration.id != registration.id,
            Registration.status.in_(OPEN),
        )
        .options(joinedload(Registration.asked_by))
        .order_by(Registration.id)
    )
    return db.session.scalars(statement).all()


def firms_named_like(name: str, *, besides: int | None = None) -> Sequence[Firm]:
    """Firms whose name holds this one's without its legal form (주식회사, ㈜), at most five."""
    core = core_of(name)
    patterns = like_patterns(core)
    if len(core) < 2 or not patterns:
        return []
    statement = select(Firm).options(joinedload(Firm.region)).order_by(Firm.name, Firm.id)
    for pattern in patterns:
        statement = statement.where(Firm.search_text.like(pattern, escape="\\"))
    if besides is not None:
        statement = statement.where(Firm.id != besides)
    return db.session.scalars(statement.limit(MOST_ALIKE)).all()


def registrations_to_tidy(before: datetime) -> Sequence[Registration]:
    """Decided before a moment, and not yet without what must go then."""
    came_to_nothing = Registration.status != RegistrationStatus.approved
    statement = (
        select(Registration)
        .where(
            Registration.decided_at < before,
            or_(Registration.certificate_key != "", came_to_nothing),
        )
        .order_by(Registration.id)
        .limit(50)
        .with_for_update(of=Registration, skip_locked=True)
    )
    return db.session.scalars(statement).all()


def firms_registered_meanwhile() -> Sequence[Firm]:
    """Firms that are here and for which somebody waits as for a new one."""
    statement = (
        select(Firm)
        .join(Registration, Registration.business_number == Firm.business_number)
        .where(Registration.status.in_(OPEN), Registration.joins.is_(False))
        .distinct()
        .order_by(Firm.id)
    )
    return db.session.scalars(statement).all()


_WHOLE = (
    joinedload(Registration.asked_by),
    joinedload(Registration.decided_by),
    joinedload(Registration.firm).joinedload(Firm.region),
    joinedload(Registration.region),
    selectinload(Registration.steps).joinedload(RegistrationStep.actor),
)
