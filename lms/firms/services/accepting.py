"""Somebody who is invited says yes: the account is theirs, the consent is kept, they are a member."""

from __future__ import annotations

from lms.accounts.models import User
from lms.accounts.services import open_invited
from lms.core.db import db
from lms.core.events import announce
from lms.core.legal import legal_text
from lms.firms.events import InvitationAccepted
from lms.firms.models import Invitation, InvitationAnswer
from lms.firms.queries import find_membership
from lms.firms.services.invitation_ends import close, hold
from lms.firms.services.memberships import join

CONSENT = "firm-consent"
"""The text about what the firm sees (templates/site/legal/); agreed to with every acceptance."""


def accept(*, user: User, invitation: Invitation, language: str) -> None:
    """Belong to the firm from now on; an earlier membership ends. Accepting twice is one accepting.

    `user` is the owner of the account that is invited, signed in, and has agreed to CONSENT.

    Args:
        language: the one in which the person has read what was agreed to.

    Raises:
        Refused: the invitation is no longer open.
    """
    db.session.refresh(invitation, with_for_update={"of": Invitation})
    if invitation.answer is InvitationAnswer.accepted:
        return
    hold(invitation)
    text = legal_text(CONSENT, language)
    invitation.consent_version = f"{text.version} {text.language}"
    invitation.consent_hash = text.digest
    close(user, invitation, InvitationAnswer.accepted, "invitation.accept")
    _join(user, invitation)
    announce(InvitationAccepted(invitation.id))


def accept_as_new(
    *,
    invitation: Invitation,
    name: str,
    phone: str,
    password_hash: str,
    locale: str,
    news: bool,
) -> None:
    """Make the account that was made for the invitation one's own, and accept.

    The link of the mail has proven the address. The person has agreed to the terms, to the use of
    their data, and to CONSENT.

    Raises:
        Refused: the invitation is no longer open, or the account was changed meanwhile.
    """
    user = hold(invitation).user
    open_invited(
        user=user, name=name, phone=phone, password_hash=password_hash, locale=locale, news=news
    )
    accept(user=user, invitation=invitation, language=locale)


def _join(user: User, invitation: Invitation) -> None:
    present = find_membership(user)
    if present is not None and present.firm_id == invitation.firm_id:
        return
    place = invitation.workplace
    join(
        actor=user,
        user=user,
        firm=invitation.firm,
        kind=invitation.kind,
        department=invitation.department,
        position=invitation.position,
        workplace_id=place.id if place is not None and place.ended_at is None else None,
    )
