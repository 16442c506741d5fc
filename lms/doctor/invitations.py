"""Do invitations end in time, take with them what was asked for, and leave no names behind?"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from lms.catalogue.models import Offering, OfferingStatus
from lms.core import clock
from lms.core.db import db
from lms.doctor.data import PATIENCE, named
from lms.enrolment.models import LIVE, Enrolment
from lms.firms.models import Invitation, InvitationAnswer, Membership
from lms.firms.services import KEPT


def invitations_moving() -> list[str]:
    """No invitation is open long after its time, and what ended long ago is erased."""
    now = clock.now()
    open_late = select(Invitation.id).where(
        Invitation.answered_at.is_(None), Invitation.expires_at < now - PATIENCE
    )
    kept_late = select(Invitation.id).where(
        Invitation.erased_at.is_(None), Invitation.answered_at < now - KEPT - timedelta(days=1)
    )
    return named(
        [
            *(
                f"Invitation {id_} should have lapsed by now."
                for id_ in db.session.scalars(open_late.order_by(Invitation.id))
            ),
            *(
                f"What was typed in invitation {id_} should be erased by now."
                for id_ in db.session.scalars(kept_late.order_by(Invitation.id))
            ),
        ]
    )


def nothing_stays_of_ended_invitations() -> list[str]:
    """Who said no, or nothing, has no seat that the firm asked for before the answer."""
    here = aliased(Membership)
    belongs = and_(
        here.user_id == Invitation.user_id,
        here.firm_id == Invitation.firm_id,
        here.ended_at.is_(None),
    )
    statement = (
        select(Invitation.id, Enrolment.id)
        .join(
            Enrolment,
            and_(Enrolment.user_id == Invitation.user_id, Enrolment.firm_id == Invitation.firm_id),
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Invitation.answer.is_not(None),
            Invitation.answer != InvitationAnswer.accepted,
            Enrolment.applied_at.between(Invitation.created_at, Invitation.answered_at),
            Enrolment.status.in_(LIVE),
            Offering.status == OfferingStatus.published,
            ~select(here.id).where(belongs).exists(),
        )
        .order_by(Invitation.id, Enrolment.id)
    )
    return named(
        f"Invitation {a} has ended, but enrolment {b} that the firm asked for stands."
        for a, b in db.session.execute(statement)
    )
