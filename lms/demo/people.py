"""Demo people: an operator, six instructors, a firm's training manager and sixty trainees."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from lms.accounts import passwords
from lms.accounts.models import Role, RoleGrant, User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.searching import search_text
from lms.demo.accounts import PASSWORD
from lms.demo.tables import rows
from lms.firms import services as firms
from lms.firms.models import Firm, MembershipKind

Row = dict[str, str]


def add_people() -> dict[str, User]:
    """All demo people, by e-mail address, with their roles; signed up and confirmed now."""
    kept = passwords.hashed(PASSWORD)  # once for all: making one takes 30 ms
    people = {row["email"]: _add(row, kept) for row in rows("people")}
    db.session.flush()
    for row in rows("people"):
        user = people[row["email"]]
        audit.record(user.id, "account.sign_up", user, demo=True)
        if row["role"]:
            _grant(user, Role(row["role"]))
    db.session.flush()
    db.session.expire_all()
    return people


def join_firms(operator: User, people: Mapping[str, User], by_number: Mapping[str, Firm]) -> None:
    """Make everybody a member of the firm that the table names."""
    for row in rows("people"):
        if row["firm"]:
            firms.join(
                actor=operator,
                user=people[row["email"]],
                firm=by_number[row["firm"]],
                kind=MembershipKind(row["kind"]),
                department=row["department"],
                position=row["position"],
            )


def is_trainee(row: Row) -> bool:
    """Does the person only learn?"""
    return not row["role"] and not row["email"].startswith("firm@")


def _add(row: Row, kept: str) -> User:
    user = User(
        email=row["email"],
        name=row["name"],
        phone=row["phone"],
        password_hash=kept,
        session_key=secrets.token_hex(16),
        confirmed_at=clock.now(),
        created_at=clock.now(),
        search_text=search_text(row["name"], row["email"]),
    )
    db.session.add(user)
    return user


def _grant(user: User, role: Role) -> None:
    db.session.add(RoleGrant(user_id=user.id, role=role, granted_at=clock.now()))
    audit.record(None, "account.grant_role", user, role=role.value)
