"""Accounts of many people who are invited at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from lms.accounts.identity import new_session_key, people_text
from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db


@dataclass(frozen=True)
class Owner:
    """The owner of an address (in small letters), as somebody else typed it."""

    email: str
    name: str
    phone: str = ""


def invited_people(*, actor: User, owners: Sequence[Owner]) -> dict[str, User]:
    """The accounts of addresses, by address; where there is none, one that nobody can use yet is made.

    As `invited_person`, in a few statements for all of them.
    """
    found = _by_email(owners)
    rows = [_row(one) for one in owners if one.email not in found]
    if not rows:
        return found
    dialect = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    # another one may take an address at the same moment: then that account is the one
    db.session.execute(dialect.insert(User.__table__).on_conflict_do_nothing(), rows)
    made = _by_email([one for one in owners if one.email not in found])
    for user in made.values():
        audit.record(actor.id, "account.invite", user)
    return {**found, **made}


def _by_email(owners: Sequence[Owner]) -> dict[str, User]:
    statement = select(User).where(User.email.in_([one.email for one in owners]))
    return {user.email: user for user in db.session.scalars(statement)}


def _row(owner: Owner) -> dict[str, Any]:
    blank = User(email=owner.email, name=owner.name, phone=owner.phone)
    return {
        "email": owner.email,
        "name": owner.name,
        "phone": owner.phone,
        "locale": "ko",
        "password_hash": "",
        "session_key": new_session_key(),
        "active": True,
        "created_at": clock.now(),
        "search_text": people_text(blank),
    }
