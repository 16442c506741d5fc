"""A firm invites people; the mails that tell them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.accounts.events import InvitedAsked
from lms.accounts.models import User
from lms.accounts.services import invited_person
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.firms.events import InvitationDue
from lms.firms.models import Firm, Invitation, InvitationAnswer, MembershipKind
from lms.firms.queries import find_membership, find_open_invitation
from lms.firms.services.invitation_ends import end, hold
from lms.jobs.queue import hand_over

JOB = "firms.write_invitation"

LIFETIME = timedelta(days=7)
"""How long an invitation can be answered; shorter if the caller says so."""

PAUSE = timedelta(hours=1)
"""At least this lies between two mails about one invitation, however often somebody asks."""


def invite(
    *,
    actor: User,
    firm: Firm,
    email: str,
    name: str,
    phone: str = "",
    department: str = "",
    position: str = "",
    workplace_id: int | None = None,
    kind: MembershipKind = MembershipKind.employee,
    until: datetime | None = None,
) -> Invitation:
    """Invite the owner of an address to be one of the firm's people.

    Nothing that is returned or refused says whether the address had an account. Inviting again while
    the invitation is open changes nothing but may write once more (never twice within an hour).

    Args:
        email, name, phone, department, position: as the firm knows them.
        until: answers come too late from then on; at most seven days from now in any case.

    Raises:
        Refused: the person is one of the firm's people already.
    """
    user = invited_person(actor=actor, email=email, name=name, phone=phone)
    _check_no_member(firm, user, email)
    now = clock.now()
    ends_at = now + LIFETIME
    invitation = _open_one(firm, user) or _inserted(
        Invitation(
            firm_id=firm.id,
            user_id=user.id,
            email=email.strip().lower(),
            name=name,
            phone=phone,
            department=department,
            position=position,
            workplace_id=workplace_id,
            kind=kind,
            invited_by_id=actor.id,
            created_at=now,
            expires_at=min(until, ends_at) if until else ends_at,
        )
    )
    _write_soon(invitation)
    audit.record(actor.id, "invitation.send", invitation, firm=firm.id, user=user.id)
    return invitation


def _check_no_member(firm: Firm, user: User, email: str) -> None:
    present = find_membership(user)
    if present is not None and present.firm_id == firm.id:
        sentence = gettext("%(email)s belongs to your firm already.", email=email)
        raise Refused("member", sentence)


def _open_one(firm: Firm, user: User) -> Invitation | None:
    """The invitation that waits for an answer; one whose time has just run out ends first."""
    found = find_open_invitation(firm, user)
    if found is None or found.is_open:
        return found
    end(None, found, InvitationAnswer.lapsed)
    return None


def _inserted(invitation: Invitation) -> Invitation:
    """The new row, or the one that a colleague has made at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(invitation)
            db.session.flush()
    except IntegrityError:
        return db.session.scalars(
            select(Invitation).where(
                Invitation.firm_id == invitation.firm_id,
                Invitation.user_id == invitation.user_id,
                Invitation.answered_at.is_(None),
            )
        ).one()
    return invitation


def send_again(*, actor: User, invitation: Invitation) -> None:
    """Write once more.

    Raises:
        Refused: it is answered already, or a mail went out within the last hour.
    """
    held = hold(invitation)
    if held.mailed_at is not None and clock.now() < held.mailed_at + PAUSE:
        sentence = gettext("A mail went out within the last hour. Please wait a little.")
        raise Refused("too-soon", sentence)
    _write_soon(held)
    audit.record(actor.id, "invitation.send_again", held)


def repeat_to(event: InvitedAsked) -> None:
    """Somebody who was invited asks for a link: every open invitation is written once more."""
    open_ones = Invitation.user_id == event.user_id, Invitation.answered_at.is_(None)
    for invitation in db.session.scalars(select(Invitation).where(*open_ones)):
        _write_soon(invitation)


def write(invitation_id: int) -> None:
    """Write the mail that is due, once; plan the reminder half way to the end."""
    statement = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    invitation = db.session.scalars(statement.execution_options(populate_existing=True)).one()
    now = clock.now()
    due_at, first = invitation.mail_due_at, invitation.mailed_at is None
    if due_at is None or due_at > now or not invitation.is_open:
        return
    invitation.mailed_at = now
    half_way = now + (invitation.expires_at - now) / 2
    invitation.mail_due_at = half_way if first and half_way >= now + PAUSE else None
    db.session.flush()
    announce(InvitationDue(invitation.id, again=not first))


def _write_soon(invitation: Invitation) -> None:
    now, mailed_at = clock.now(), invitation.mailed_at
    if mailed_at is not None and now < mailed_at + PAUSE:
        return
    db.session.execute(
        update(Invitation).where(Invitation.id == invitation.id).values(mail_due_at=now)
    )
    hand_over(JOB, invitation.id)
