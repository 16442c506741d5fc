"""Joining and leaving firms, and what somebody is there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.firms.events import MembershipEnded, MembershipKindChanged
from lms.firms.models import Firm, Membership, MembershipKind, Workplace
from lms.firms.services.invitation_ends import meet


def join(
    *,
    actor: User,
    user: User,
    firm: Firm,
    kind: MembershipKind,
    department: str = "",
    position: str = "",
    workplace_id: int | None = None,
) -> Membership:
    """Make somebody a member of a firm; an open invitation of the firm is answered by it.

    A person is in one firm at a time: the membership in another one ends. Who is in this firm already
    stays there, with the role and with what is given here; what is not given stays as it is.

    Raises:
        Invalid: the workplace is not one of the firm's present ones; names the field `workplace`.
        Refused: the account was made for an invitation, and its owner has not opened it yet.
    """
    if user.is_unused:
        raise Refused("unopened", gettext("This person has to accept an invitation first."))
    _check_workplace(firm.id, workplace_id)
    meet(actor=actor, firm=firm, user=user)
    present = _live_membership(user)
    if present is not None and present.firm_id == firm.id:
        _stay(actor, present, kind, department, position, workplace_id)
        return present
    if present is not None:
        _end(actor, present, reason="", moved=True)
    membership = Membership(
        user_id=user.id,
        firm_id=firm.id,
        kind=kind,
        department=department,
        position=position,
        workplace_id=workplace_id,
        started_at=clock.now(),
    )
    db.session.add(membership)
    facts: dict[str, Any] = {"user": user.id, "firm": firm.id, "kind": str(kind)}
    audit.record(actor.id, "membership.start", membership, **facts)
    return membership


def _stay(
    actor: User,
    present: Membership,
    kind: MembershipKind,
    department: str,
    position: str,
    workplace_id: int | None,
) -> None:
    change_membership(
        actor=actor,
        membership=present,
        department=department or present.department,
        position=position or present.position,
        workplace_id=workplace_id or present.workplace_id,
    )
    change_kind(actor=actor, membership=present, kind=kind)


def end_membership(*, actor: User, membership: Membership, reason: str = "") -> None:
    """End a membership now; what a manager could see ends with it. Twice is harmless."""
    _hold(membership)
    if membership.ended_at is None:
        _end(actor, membership, reason=reason, moved=False)


def change_membership(
    *,
    actor: User,
    membership: Membership,
    department: str,
    position: str,
    workplace_id: int | None,
) -> None:
    """Say where in the firm somebody works.

    The workplace decides the seat group of applications from now on; those made stay as they are.

    Raises:
        Invalid: the workplace is not one of the firm's present ones; names the field `workplace`.
        Refused: the membership has ended.
    """
    _hold(membership)
    _check_live(membership)
    if workplace_id != membership.workplace_id:
        _check_workplace(membership.firm_id, workplace_id)
    wanted = {"department": department, "position": position, "workplace_id": workplace_id}
    changed: dict[str, Any] = {
        name: [getattr(membership, name), value]
        for name, value in wanted.items()
        if getattr(membership, name) != value
    }
    if not changed:
        return
    for name, value in wanted.items():
        setattr(membership, name, value)
    db.session.flush()
    db.session.expire(membership, ["workplace"])
    audit.record(actor.id, "membership.change", membership, user=membership.user_id, **changed)


def change_kind(*, actor: User, membership: Membership, kind: MembershipKind) -> None:
    """Make an employee a training manager, or a training manager an employee. Twice is harmless.

    Raises:
        Refused: the membership has ended.
    """
    _hold(membership)
    _check_live(membership)
    if membership.kind is kind:
        return
    membership.kind = kind
    db.session.flush()
    audit.record(actor.id, "membership.kind", membership, user=membership.user_id, kind=kind.value)
    announce(MembershipKindChanged(membership.id, by_id=actor.id))


def _end(actor: User, membership: Membership, *, reason: str, moved: bool) -> None:
    membership.ended_at = clock.now()
    db.session.flush()
    audit.record(
        actor.id,
        "membership.end",
        membership,
        reason=reason,
        user=membership.user_id,
        firm=membership.firm_id,
    )
    announce(MembershipEnded(membership.id, by_id=actor.id, reason=reason, moved=moved))


def _hold(membership: Membership) -> None:
    """Be alone with a membership, and see it as it is now."""
    db.session.flush()
    db.session.refresh(membership, with_for_update={"of": Membership})


def _check_live(membership: Membership) -> None:
    if membership.ended_at is not None:
        raise Refused("left", gettext("This person doesn't belong to the firm any more."))


def _check_workplace(firm_id: int, workplace_id: int | None) -> None:
    if workplace_id is None:
        return
    found = db.session.get(Workplace, workplace_id, with_for_update={"key_share": True})
    if found is None or found.firm_id != firm_id or found.ended_at is not None:
        raise Invalid({"workplace": gettext("Please choose one of the firm's workplaces.")})


def _live_membership(user: User) -> Membership | None:
    """The person's present membership, with the person locked so that two can't start at once."""
    person = select(User.id).where(User.id == user.id)
    db.session.execute(person.with_for_update(key_share=True))
    statement = select(Membership).where(
        Membership.user_id == user.id, Membership.ended_at.is_(None)
    )
    return db.session.scalars(statement).one_or_none()
