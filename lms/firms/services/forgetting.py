"""What a firm typed of people it invited is erased some days after the invitation has ended."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms.accounts.services import blank_unused
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Invitation
from lms.notifications.services import forget, forget_person

KEPT = timedelta(days=7)
"""How long a firm can still see whom it had invited, and what it had typed of them."""

NAMING = ("firms/invitation_declined", "firms/invitations_lapsed")
"""Letters to the managers in which the name stands that the firm had typed."""

AT_ONCE = 200


def erase_ended() -> int:
    """Erase what is due; returns of how many invitations.

    An account made for the invitation that nobody has used is blanked with it, and the mails that
    were sent to it; the letters that told the managers of a refusal or of silence go too. What the
    person agreed to when accepting stays: the consent must be proven.
    """
    statement = (
        select(Invitation)
        .where(Invitation.erased_at.is_(None), Invitation.answered_at <= clock.now() - KEPT)
        .order_by(Invitation.id)
        .limit(AT_ONCE)
        .with_for_update(of=Invitation, skip_locked=True)
    )
    due = db.session.scalars(statement).all()
    for invitation in due:
        invitation.email = invitation.name = invitation.phone = ""
        invitation.department = invitation.position = ""
        invitation.erased_at = clock.now()
        audit.record(None, "invitation.erase", invitation)
        db.session.flush()
        _blank(invitation)
    if due:  # the letters were written in the moment in which the invitations ended
        forget(NAMING, before=clock.now() - KEPT + timedelta(minutes=1))
    return len(due)


def _blank(invitation: Invitation) -> None:
    others = select(Invitation.id).where(
        Invitation.user_id == invitation.user_id, Invitation.answered_at.is_(None)
    )
    if invitation.user.is_unused and db.session.scalars(others).first() is None:
        blank_unused(user=invitation.user)
        forget_person(user_id=invitation.user_id, address=invitation.user.email)
