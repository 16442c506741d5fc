"""Joining and leaving firms."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Firm, Membership, MembershipKind


def join(
    *,
    actor: User,
    user: User,
    firm: Firm,
    kind: MembershipKind,
    department: str = "",
    position: str = "",
) -> Membership:
    """Make somebody a member of a firm.

    A person is in one firm at a time: the membership before ends.
    """
    present = _live_membership(user)
    if present is not None:
        end_membership(actor=actor, membership=present)
        db.session.flush()
    membership = Membership(
        user_id=user.id,
        firm_id=firm.id,
        kind=kind,
        department=department,
        position=position,
        started_at=clock.now(),
    )
    db.session.add(membership)
    audit.record(
        actor.id, "membership.start", membership, user=user.id, firm=firm.id, kind=str(kind)
    )
    return membership


def end_membership(*, actor: User, membership: Membership, reason: str = "") -> None:
    """End a membership now; what a manager could see ends with it. Twice is harmless."""
    if membership.ended_at is not None:
        return
    membership.ended_at = clock.now()
    audit.record(
        actor.id,
        "membership.end",
        membership,
        reason=reason,
        user=membership.user_id,
        firm=membership.firm_id,
    )


def _live_membership(user: User) -> Membership | None:
    """The person's present membership, with the person locked so that two can't start at once."""
    person = select(User.id).where(User.id == user.id)
    db.session.execute(person.with_for_update(key_share=True))
    statement = select(Membership).where(
        Membership.user_id == user.id, Membership.ended_at.is_(None)
    )
    return db.session.scalars(statement).one_or_none()
