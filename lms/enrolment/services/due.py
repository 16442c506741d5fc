"""What time makes due in an offering: offers without an answer, seats kept for a group, holds.

The worker looks each minute; an applicant who comes first after the release does it as well, so that
nobody is turned away by a seat that should be common by now.
"""

from __future__ import annotations

from sqlalchemy import func, select, update

from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.enrolment.events import HoldEnded, OfferLapsed
from lms.enrolment.models import Enrolment, EnrolmentStatus, Seat, SeatRules
from lms.enrolment.queries import rules_of
from lms.enrolment.services.ending import close
from lms.enrolment.services.line import lock_line
from lms.enrolment.services.serving import fill_free_seats


def serve_due() -> int:
    """Serve every offering in which something has become due; returns how many."""
    now = clock.now()
    offers = select(Enrolment.offering_id).where(
        Enrolment.status == EnrolmentStatus.offered, Enrolment.offered_until <= now
    )
    pools = select(SeatRules.offering_id).where(
        SeatRules.common_at <= now, SeatRules.released_at.is_(None)
    )
    holds = select(Seat.offering_id).where(Seat.held_until <= now)
    ids = sorted(db.session.scalars(offers.union(pools, holds)))
    for offering_id in ids:
        serve(db.session.get_one(Offering, offering_id))
    return len(ids)


def serve(offering: Offering) -> None:
    """Do what has become due in an offering, then move its line."""
    lock_line(offering)
    _lapse_offers(offering)
    _release_pools(offering)
    _end_holds(offering)
    fill_free_seats(offering)


def _lapse_offers(offering: Offering) -> None:
    """Silence moves on: who has not answered in time is out of the line. The line is locked."""
    statement = (
        select(Enrolment)
        .where(
            Enrolment.offering_id == offering.id,
            Enrolment.status == EnrolmentStatus.offered,
            Enrolment.offered_until <= clock.now(),
        )
        .order_by(Enrolment.id)
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    )
    for enrolment in db.session.scalars(statement).all():
        close(enrolment, EnrolmentStatus.cancelled)
        audit.record(None, "enrolment.lapse", enrolment, status=["offered", "cancelled"])
        announce(OfferLapsed(enrolment.id))


def _release_pools(offering: Offering) -> None:
    """Once the moment has come, every seat is for everybody."""
    found = rules_of(offering)
    if found.common_at is None or found.released_at or found.common_at > clock.now():
        return
    kept = select(Seat.pool, func.count()).where(
        Seat.offering_id == offering.id, Seat.pool.is_not(None), Seat.enrolment_id.is_(None)
    )
    freed = {str(pool): count for pool, count in db.session.execute(kept.group_by(Seat.pool))}
    db.session.execute(
        update(Seat)
        .where(Seat.offering_id == offering.id, Seat.pool.is_not(None))
        .values(pool=None)
    )
    found.released_at = clock.now()
    audit.record(None, "enrolment.release_pools", offering, freed=freed)


def _end_holds(offering: Offering) -> None:
    """Seats that a firm has not named anybody for in time are free again."""
    ended = [Seat.offering_id == offering.id, Seat.held_until <= clock.now()]
    statement = select(Seat.held_by_firm_id, func.count()).where(
        *ended, Seat.held_by_firm_id.is_not(None)
    )
    holds = db.session.execute(statement.group_by(Seat.held_by_firm_id)).all()
    if not holds:
        return
    db.session.execute(update(Seat).where(*ended).values(held_by_firm_id=None, held_until=None))
    for firm_id, count in holds:
        audit.record(None, "enrolment.end_hold", offering, firm=firm_id, seats=count)
        announce(HoldEnded(offering.id, firm_id or 0, count))
