"""Destroying what tells of people when the keeping time is over.

Two steps: the row forgets the person in one transaction, then a job removes the file, because a file
does not come back with a rollback. Number, code, series, dates, course, state and SHA-256 stay: the
paper in somebody's hands can still be checked.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from lms.audit import services as audit
from lms.certificates.facts import CertificateFacts
from lms.certificates.keeping import without_person
from lms.certificates.models import (
    Certificate,
    Destruction,
    Download,
    Order,
    ReissueRequest,
    Share,
)
from lms.certificates.queries.keeping import orders_to_drop, to_erase
from lms.core import clock
from lms.core.db import db
from lms.core.settings import settings
from lms.jobs.queue import hand_over

FILE_JOB = "certificates.remove_file"
ORDER_FILE_JOB = "certificates.remove_order_file"
AT_ONCE = 200
"""Rows a minute, so that a first run over old data holds nobody up."""


def erase_due() -> int:
    """Destroy whatever tells of a person in papers that are no longer kept; how many there were."""
    due = to_erase(AT_ONCE)
    for certificate in due:
        _erase(certificate)
    return len(due)


def _erase(held: Certificate) -> None:
    held.facts = without_person(CertificateFacts.from_json(held.facts)).to_json()
    held.holder_id = held.enrolment_id = None
    held.end_reason = held.problem = ""
    held.erased_at = clock.now()
    for table in (Download, Share, ReissueRequest):
        db.session.execute(delete(table).where(table.certificate_id == held.id))
    destroyed = Destruction(
        certificate_id=held.id,
        kept_years=settings().certificate_years,
        destroyed_at=clock.now(),
        file_gone_at=None if held.file_key else clock.now(),
    )
    db.session.add(destroyed)
    db.session.flush()
    audit.record(None, "certificates.erase", held, kept_years=destroyed.kept_years)
    hand_over(FILE_JOB, destroyed.id)


def settle_gone(destruction_id: int) -> None:
    """The file of a destroyed paper is gone. Twice is harmless."""
    statement = select(Destruction).where(Destruction.id == destruction_id).with_for_update()
    held = db.session.scalars(statement).one_or_none()
    if held is not None and held.file_gone_at is None:
        held.file_gone_at = clock.now()
        audit.record(None, "certificates.file_gone", held)


def drop_orders() -> int:
    """Let go of the files of orders that were made long ago; how many there were."""
    due = orders_to_drop(AT_ONCE)
    for order in due:
        order.dropped_at = clock.now()
        audit.record(None, "certificates.drop_order", order)
        if order.file_key:
            hand_over(ORDER_FILE_JOB, order.id)
    return len(due)


def settle_dropped(order_id: int) -> None:
    """The file of a dropped order is gone. Twice is harmless."""
    held = db.session.get(Order, order_id)
    if held is not None and held.dropped_at is not None:
        held.file_key = None
