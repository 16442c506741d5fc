"""Reading people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.accounts.models import NOWHERE, Consent, ConsentKind, Role, RoleGrant, User
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns


def get_user(user_id: int) -> User:
    """One person.

    Raises:
        NotFound: there is none with that id.
    """
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def find_user(user_id: int) -> User | None:
    """One person, or None."""
    return db.session.get(User, user_id)


def find_by_email(email: str) -> User | None:
    """The person with that e-mail address, written in any case, or None."""
    return db.session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()


def people(
    question: str, page: int, role: Role | None = None, active: bool | None = None
) -> Page[User]:
    """People by name, with their roles; accounts that were erased are left out.

    Args:
        question: words or initial consonants of a name, or part of an e-mail address or phone number.
        role: only those who hold it now.
        active: only accounts that may (or may not) sign in.
    """
    statement = select(User).options(selectinload(User.grants)).order_by(User.name, User.id)
    statement = statement.where(~User.email.endswith(f"@{NOWHERE}"))
    for pattern in like_patterns(question):
        statement = statement.where(User.search_text.like(pattern, escape="\\"))
    if role is not None:
        statement = statement.where(User.grants.any(RoleGrant.role == role))
    if active is not None:
        statement = statement.where(User.active == active)
    return paged(statement, page)


def instructors() -> Sequence[User]:
    """Everybody who may teach and sign in, by name."""
    statement = (
        select(User)
        .where(User.active, User.grants.any(RoleGrant.role == Role.instructor))
        .options(selectinload(User.grants))
        .order_by(User.name, User.id)
    )
    return db.session.scalars(statement).all()


def operators() -> Sequence[User]:
    """Everybody who runs the desk now and can sign in, by name."""
    statement = (
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == Role.operator, RoleGrant.ended_at.is_(None), User.active)
        .order_by(User.name, User.id)
    )
    return db.session.scalars(statement).all()


def grants_ever(user: User) -> Sequence[RoleGrant]:
    """Every role that was ever given to a person, newest first."""
    statement = select(RoleGrant).where(RoleGrant.user_id == user.id).order_by(RoleGrant.id.desc())
    return db.session.scalars(statement).all()


def consents(user: User) -> dict[ConsentKind, Consent]:
    """The person's latest answer for each kind of consent."""
    statement = select(Consent).where(Consent.user_id == user.id).order_by(Consent.id)
    return {consent.kind: consent for consent in db.session.scalars(statement)}


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people by id, for lists of who did what."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    statement = select(User.id, User.name).where(User.id.in_(wanted))
    return dict(db.session.execute(statement).all())
