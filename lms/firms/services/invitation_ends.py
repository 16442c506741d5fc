"""How an invitation ends without making a member: declined, withdrawn, or left without an answer."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.firms.events import InvitationEnded, InvitationsLapsed
from lms.firms.models import Invitation, InvitationAnswer

AT_ONCE = 200
"""How many invitations lapse in one transaction; the others follow a minute later."""


def hold(invitation: Invitation) -> Invitation:
    """Be alone with an invitation that is still open.

    Raises:
        Refused: it was answered or withdrawn meanwhile, or its time has run out.
    """
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    if not invitation.is_open:
        sentence = gettext("This invitation is no longer open.")
        raise Refused("not-open", sentence)
    return invitation


def decline(*, invitation: Invitation) -> None:
    """The person says no, by the link and without an account. Saying it twice is saying it once.

    Raises:
        Refused: it is no longer open.
    """
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    if invitation.answer is not InvitationAnswer.declined:
        end(None, hold(invitation), InvitationAnswer.declined)


def withdraw(*, actor: User, invitation: Invitation) -> None:
    """The firm takes the invitation back.

    Raises:
        Refused: it is answered already.
    """
    end(actor, hold(invitation), InvitationAnswer.withdrawn)


def lapse_due() -> int:
    """End the invitations that nobody has answered in time; returns how many.

    The firm hears of all of its own at once.
    """
    statement = (
        select(Invitation)
        .where(Invitation.answered_at.is_(None), Invitation.expires_at <= clock.now())
        .order_by(Invitation.id)
        .limit(AT_ONCE)
        .with_for_update(of=Invitation, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    due = db.session.scalars(statement).all()
    for invitation in due:
        end(None, invitation, InvitationAnswer.lapsed)
    for firm_id in sorted({one.firm_id for one in due}):
        names = tuple(one.name for one in due if one.firm_id == firm_id)
        announce(InvitationsLapsed(firm_id, names))
    return len(due)


def end(actor: User | None, invitation: Invitation, answer: InvitationAnswer) -> None:
    """Close the invitation; what was asked for the person ends with it (lms/reactions.py)."""
    invitation.answer = answer
    invitation.answered_at = clock.now()
    invitation.mail_due_at = None
    db.session.flush()
    audit.record(
        actor.id if actor else None,
        _ACTIONS[answer],
        invitation,
        firm=invitation.firm_id,
        user=invitation.user_id,
    )
    announce(InvitationEnded(invitation.id))


_ACTIONS = {
    InvitationAnswer.declined: "invitation.decline",
    InvitationAnswer.withdrawn: "invitation.withdraw",
    InvitationAnswer.lapsed: "invitation.lapse",
}
