"""Roles, and who may sign in."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import Role, RoleGrant, User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext


def grant_role(*, actor: User | None, user: User, role: Role) -> None:
    """Give a role; None as actor is the command line. Twice is harmless."""
    _lock(user)
    if _live_grant(user, role) is not None:
        return
    grant = RoleGrant(
        user_id=user.id,
        role=role,
        granted_by_id=actor.id if actor else None,
        granted_at=clock.now(),
    )
    db.session.add(grant)
    audit.record(actor.id if actor else None, "role.grant", user, role=str(role))
    db.session.flush()
    db.session.expire(user, ["grants"])


def end_role(*, actor: User, user: User, role: Role) -> None:
    """End a role now.

    Raises:
        Refused: it is the last operator's.
    """
    _lock(user)
    grant = _live_grant(user, role)
    if grant is None:
        return
    if role is Role.operator:
        _keep_one_operator(user)
    grant.ended_at = clock.now()
    audit.record(actor.id, "role.end", user, role=str(role))
    db.session.flush()
    db.session.expire(user, ["grants"])


def set_active(*, actor: User, user: User, active: bool, reason: str = "") -> None:
    """Let a person sign in, or no longer; who is signed in is out at the next click.

    Raises:
        Refused: it is the last operator.
    """
    _lock(user)
    if user.active == active:
        return
    if not active and user.is_operator:
        _keep_one_operator(user)
    user.active = active
    verb = "account.activate" if active else "account.deactivate"
    audit.record(actor.id, verb, user, reason=reason)


def _keep_one_operator(user: User) -> None:
    """There must be somebody left who can grant roles. All live operator grants are locked."""
    grants = select(RoleGrant.user_id).join(User, User.id == RoleGrant.user_id)
    live = grants.where(RoleGrant.role == Role.operator, RoleGrant.ended_at.is_(None), User.active)
    locked = live.order_by(RoleGrant.id).with_for_update(of=RoleGrant, key_share=True)
    if set(db.session.scalars(locked)) <= {user.id}:
        raise Refused(
            "last-operator",
            gettext("This is the only operator. Make somebody else an operator first."),
        )


def _live_grant(user: User, role: Role) -> RoleGrant | None:
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.user_id == user.id, RoleGrant.role == role, RoleGrant.ended_at.is_(None)
        )
    ).one_or_none()


def _lock(user: User) -> None:
    """One change of a person at a time. Rows that refer to the person are not held up by it."""
    statement = select(User.id).where(User.id == user.id)
    db.session.execute(statement.with_for_update(key_share=True))
