"""What becomes of a queued certificate's paper: made, not made, tried again."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.certificates.events import CertificateIssued
from lms.certificates.models import (
    CERTIFICATE_MOVES,
    Certificate,
    CertificateStatus,
)
from lms.certificates.queries import orders_for
from lms.certificates.services.issuing import JOB
from lms.certificates.services.orders import ORDER_JOB
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.status import check_move
from lms.core.text import gettext
from lms.jobs.queue import hand_over


def settle_made(certificate_id: int, *, key: str, size: int, key_id: str | None = None) -> bool:
    """The paper of a queued certificate is kept under `key`: it is issued. Twice is harmless.

    Args:
        key_id: of the key that signed the file; None when it is unsigned.

    Returns:
        False if the certificate was settled before.
    """
    certificate = locked(certificate_id)
    if certificate is None or certificate.status is not CertificateStatus.queued:
        return False
    check_move(CERTIFICATE_MOVES, certificate.status, CertificateStatus.issued)
    certificate.status = CertificateStatus.issued
    certificate.made_at = clock.now()
    certificate.file_key, certificate.file_size, certificate.key_id = key, size, key_id
    certificate.problem = ""
    audit.record(None, "certificates.produce", certificate, sha256=key, bytes=size)
    announce(CertificateIssued(certificate.id))
    for order_id in orders_for(certificate.offering_id):
        hand_over(ORDER_JOB, order_id)
    return True


def settle_problem(certificate_id: int, problem: str) -> None:
    """The paper could not be made: the row says why, stays queued and is tried again later."""
    certificate = locked(certificate_id)
    if certificate is None or certificate.status is not CertificateStatus.queued:
        return
    certificate.tries += 1
    certificate.problem = problem[:500]


def try_again(*, actor: User, certificate: Certificate) -> None:
    """Have the worker try a queued certificate now.

    Raises:
        Refused: it is not queued.
    """
    held = locked(certificate.id)
    if held is None or held.status is not CertificateStatus.queued:
        raise Refused("not-queued", gettext("The paper of this certificate is made already."))
    held.tries = 0
    audit.record(actor.id, "certificates.try_again", held)
    hand_over(JOB, held.id)


def locked(certificate_id: int) -> Certificate | None:
    """The row as it is now, locked until the end of the transaction."""
    statement = select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
