"""How an invitation ends that nobody accepts: declined, withdrawn, left without an answer, or met
because the person has joined the firm in another way.
"""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.firms.events import InvitationAccepted, InvitationEnded, InvitationsLapsed
from lms.firms.models import Firm, Invitation, InvitationAnswer
from lms.firms.queries import find_open_invitation

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


def meet(*, actor: User, firm: Firm, user: User) -> None:
    """The person joins the firm in another way, so nobody has to answer any more.

    What the firm asked for stays, and the letters about it that waited for the yes go out.
    """
    invitation = find_open_invitation(firm, user)
    if invitation is None:
        return
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    if invitation.answer is not None:
        return
    close(actor, invitation, InvitationAnswer.accepted, "invitation.meet")
    announce(InvitationAccepted(invitation.id))


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
    close(actor, invitation, answer, _ACTIONS[answer])
    announce(InvitationEnded(invitation.id))


def close(
    actor: User | None, invitation: Invitation, answer: InvitationAnswer, action: str
) -> None:
    """Write down how an invitation ended; `action`: what the audit calls it."""
    invitation.answer = answer
    invitation.answered_at = clock.now()
    invitation.mail_due_at = None
    db.session.flush()
    audit.record(
        actor.id if actor else None,
        action,
        invitation,
        firm=invitation.firm_id,
        user=invitation.user_id,
    )


_ACTIONS = {
    InvitationAnswer.declined: "invitation.decline",
    InvitationAnswer.withdrawn: "invitation.withdraw",
    InvitationAnswer.lapsed: "invitation.lapse",
}
