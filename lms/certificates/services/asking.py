"""A holder asks for a reissue, the academy answers."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.certificates.events import ReissueRefused
from lms.certificates.models import (
    REQUEST_MOVES,
    Certificate,
    CertificateStatus,
    ReissueRequest,
    RequestStatus,
)
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.status import check_move
from lms.core.text import gettext


def ask_reissue(*, actor: User, certificate: Certificate, reason: str) -> ReissueRequest:
    """Ask for a corrected or fresh paper.

    Raises:
        Invalid: no reason was given.
        Refused: it is not valid, or has been asked for already.
    """
    if not reason.strip():
        raise Invalid({"reason": gettext("Please say why you need it anew.")})
    if certificate.status is not CertificateStatus.issued:
        raise Refused("not-valid", gettext("Only a valid certificate can be reissued."))
    if find_open_request(certificate.id) is not None:
        raise Refused("asked", gettext("You have asked already; the academy is looking at it."))
    asked = ReissueRequest(
        certificate_id=certificate.id,
        asked_by=actor.id,
        asked_at=clock.now(),
        reason=reason[:500],
        status=RequestStatus.open,
        answer="",
    )
    db.session.add(asked)
    db.session.flush()
    audit.record(actor.id, "certificates.ask_reissue", asked, reason=reason)
    return asked


def refuse_reissue(*, actor: User, request: ReissueRequest, answer: str) -> None:
    """Tell the holder why the paper stays as it is.

    Raises:
        Invalid: no answer was given.
        Refused: it is answered already.
    """
    if not answer.strip():
        raise Invalid({"answer": gettext("Please tell the holder why.")})
    answered(actor=actor, request=request, status=RequestStatus.refused, answer=answer)
    announce(ReissueRefused(request.id))


def answered(*, actor: User, request: ReissueRequest, status: RequestStatus, answer: str) -> None:
    """Note the answer on the row."""
    check_move(REQUEST_MOVES, request.status, status)
    changed = [request.status.value, status.value]
    request.status = status
    request.answer = answer[:500]
    request.answered_by, request.answered_at = actor.id, clock.now()
    audit.record(actor.id, "certificates.answer_reissue", request, reason=answer, status=changed)


def find_open_request(certificate_id: int) -> ReissueRequest | None:
    """The request about a certificate that waits for an answer, if there is one."""
    statement = select(ReissueRequest).where(
        ReissueRequest.certificate_id == certificate_id,
        ReissueRequest.status == RequestStatus.open,
    )
    return db.session.scalars(statement.with_for_update()).one_or_none()
