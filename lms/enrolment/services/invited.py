"""What a firm asked for on behalf of people who had not joined it yet."""

from __future__ import annotations

from lms.catalogue.models import OfferingStatus
from lms.core.db import db
from lms.enrolment.queries.firm import asked_for
from lms.enrolment.services.ending import end, lock
from lms.enrolment.services.serving import fill_free_seats
from lms.firms.events import InvitationEnded
from lms.firms.models import Invitation
from lms.firms.queries import find_membership


def end_asked_for(event: InvitationEnded) -> None:
    """The person does not join the firm, so what the firm asked for them ends; the line moves up.

    What has begun stays, and so does what somebody asked for who joined the firm in another way.
    """
    invitation = db.session.get_one(Invitation, event.invitation_id)
    membership = find_membership(invitation.user)
    if membership is not None and membership.firm_id == invitation.firm_id:
        return
    enrolments = asked_for([invitation]).get(invitation.id, [])
    for enrolment in sorted(enrolments, key=lambda one: one.offering_id):
        offering = lock(enrolment)
        if enrolment.live and offering.status is OfferingStatus.published:
            end(None, enrolment, "", by_academy=False)
            fill_free_seats(offering)
