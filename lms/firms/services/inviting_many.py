"""A firm invites many people at once: what `invite` does for one, in a few statements for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from lms.accounts.models import User
from lms.accounts.services import Owner, invited_people
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Firm, Invitation, InvitationAnswer, MembershipKind
from lms.firms.services.invitation_ends import end
from lms.firms.services.inviting import JOB, LIFETIME, PAUSE
from lms.jobs.queue import hand_over


@dataclass(frozen=True)
class Invitee:
    """Somebody to be invited, as the firm knows them; the address in small letters."""

    email: str
    name: str
    phone: str = ""
    department: str = ""
    position: str = ""
    workplace_id: int | None = None


def invite_all(
    *, actor: User, firm: Firm, people: Sequence[Invitee], until: datetime
) -> dict[str, User]:
    """Invite the owners of many addresses as employees, and give their accounts by address.

    Who is invited already stays so. The caller has seen that none of them is a member.
    """
    owners = [Owner(one.email, one.name, one.phone) for one in people]
    users = invited_people(actor=actor, owners=owners)
    present = _open(firm)
    new = [one for one in people if users[one.email].id not in present]
    if new:
        db.session.execute(
            insert(Invitation), [_row(actor, firm, one, users, until) for one in new]
        )
    for invitation in _to_write(firm, [users[one.email].id for one in people]):
        audit.record(actor.id, "invitation.send", invitation, firm=firm.id, user=invitation.user_id)
        hand_over(JOB, invitation.id)
    return users


def _open(firm: Firm) -> set[int]:
    """Who is invited; invitations whose time has just run out end first."""
    statement = select(Invitation).where(
        Invitation.firm_id == firm.id, Invitation.answered_at.is_(None)
    )
    found = db.session.scalars(statement).all()
    for one in found:
        if not one.is_open:
            end(None, one, InvitationAnswer.lapsed)
    return {one.user_id for one in found if one.is_open}


def _to_write(firm: Firm, user_ids: Sequence[int]) -> Sequence[Invitation]:
    """Their open invitations about which no mail went out within the hour; one is due now."""
    mine = Invitation.firm_id == firm.id, Invitation.answered_at.is_(None)
    statement = select(Invitation).where(*mine, Invitation.user_id.in_(user_ids))
    now = clock.now()
    found = [
        one
        for one in db.session.scalars(statement.order_by(Invitation.id))
        if one.mailed_at is None or one.mailed_at + PAUSE <= now
    ]
    due = update(Invitation).where(Invitation.id.in_([one.id for one in found]))
    db.session.execute(due.values(mail_due_at=now).execution_options(synchronize_session=False))
    return found


def _row(
    actor: User, firm: Firm, one: Invitee, users: dict[str, User], until: datetime
) -> dict[str, object]:
    now = clock.now()
    return {
        "firm_id": firm.id,
        "user_id": users[one.email].id,
        "email": one.email,
        "name": one.name,
        "phone": one.phone,
        "department": one.department,
        "position": one.position,
        "workplace_id": one.workplace_id,
        "kind": MembershipKind.employee,
        "invited_by_id": actor.id,
        "created_at": now,
        "expires_at": min(until, now + LIFETIME),
    }
