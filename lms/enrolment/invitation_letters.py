"""What people who are invited by a firm, and the firm's managers, are told by e-mail.

They stand here and not with the firms because they say which courses the firm has asked for.
"""

from __future__ import annotations

from typing import Any

from lms.accounts.models import User
from lms.core.db import db
from lms.core.text import N_
from lms.enrolment import letters
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.firm import asked_for
from lms.firms import links
from lms.firms.events import (
    InvitationAccepted,
    InvitationDue,
    InvitationEnded,
    InvitationsLapsed,
)
from lms.firms.models import Firm, Invitation, InvitationAnswer, MembershipKind
from lms.firms.queries import get_firm, members
from lms.notifications import services as notifications


def due(event: InvitationDue) -> None:
    """Who invites, which courses were asked for, until when to answer; the link to answer with."""
    invitation = _invitation(event.invitation_id)
    user = invitation.user
    if not user.active:
        return
    notifications.write(
        to=user,
        template="firms/invitation_reminder" if event.again else "firms/invitation",
        firm=invitation.firm.name,
        inviter=invitation.invited_by.name,
        courses=[_course(one, user) for one in _asked_for(invitation)],
        ends_at=invitation.expires_at,
        secret_url=f"/invitations/{links.invitation_token(invitation)}",
        action_label=N_("Answer the invitation"),
    )


def accepted(event: InvitationAccepted) -> None:
    """What the firm had asked for the person is told now, as if it had been asked for just now."""
    for enrolment in _asked_for(_invitation(event.invitation_id)):
        letters.tell_where_it_stands(enrolment)


def declined(event: InvitationEnded) -> None:
    """To the managers: the seats asked for this person are free again."""
    invitation = _invitation(event.invitation_id)
    if invitation.answer is InvitationAnswer.declined:
        _tell_managers(invitation.firm, "firms/invitation_declined", person=invitation.name)


def lapsed(event: InvitationsLapsed) -> None:
    """To the managers: these people have not answered."""
    _tell_managers(get_firm(event.firm_id), "firms/invitations_lapsed", people=list(event.names))


def _invitation(invitation_id: int) -> Invitation:
    return db.session.get_one(Invitation, invitation_id)


def _asked_for(invitation: Invitation) -> list[Enrolment]:
    return list(asked_for([invitation]).get(invitation.id, ()))


def _course(enrolment: Enrolment, user: User) -> dict[str, Any]:
    offering, course = enrolment.offering, enrolment.offering.course
    korean = user.locale == "ko" or not course.title_en
    return {
        "title": course.title_ko if korean else course.title_en,
        "run": offering.run,
        "starts_on": offering.starts_on,
        "ends_on": offering.ends_on,
        "state": enrolment.status.msgid,
    }


def _tell_managers(firm: Firm, template: str, **facts: Any) -> None:
    for member in members(firm):
        if member.kind is MembershipKind.manager and member.user.active:
            notifications.write(
                to=member.user,
                template=template,
                firm=firm.name,
                action_url="/firm/people",
                action_label=N_("See our people"),
                **facts,
            )
