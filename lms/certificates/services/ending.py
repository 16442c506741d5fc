"""How a certificate ends: revoked, or replaced by the next version under the same number."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import User
from lms.audit import services as audit
from lms.certificates.code import Number, new_code
from lms.certificates.events import CertificateRevoked
from lms.certificates.facts import CertificateFacts
from lms.certificates.filling import check
from lms.certificates.models import (
    CERTIFICATE_MOVES,
    REISSUE_KINDS,
    REVOKE_KINDS,
    Certificate,
    CertificateStatus,
    EndKind,
    RequestStatus,
)
from lms.certificates.paper_errors import PaperError
from lms.certificates.services.asking import answered, find_open_request
from lms.certificates.services.gathering import gathered, verify_url
from lms.certificates.services.issuing import JOB, entry
from lms.certificates.services.papers import locked
from lms.certificates.wording import paper_problem
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.status import check_move
from lms.core.text import gettext
from lms.jobs.queue import hand_over


def revoke(
    *, actor: User, certificate: Certificate, reason: str, kind: EndKind = EndKind.other
) -> None:
    """Take a certificate's validity away. The paper stays as it is; the register tells the truth.

    Args:
        reason: for the academy's own record.
        kind: the reason in general words, shown to whoever checks the paper.

    Raises:
        Refused: it has ended already.
        Invalid: no reason was given.
    """
    if not reason.strip():
        raise Invalid({"reason": gettext("Please say why it is revoked.")})
    held = locked(certificate.id) or certificate
    kind = kind if kind in REVOKE_KINDS else EndKind.other
    changed = _end(held, CertificateStatus.revoked, kind, reason)
    audit.record(actor.id, "certificates.revoke", held, reason=reason, **changed)
    announce(CertificateRevoked(held.id))


def reissue(
    *,
    actor: User,
    certificate: Certificate,
    reason: str,
    kind: EndKind = EndKind.renewed,
    anew: bool = False,
) -> Certificate:
    """Replace a certificate by its next version: the same number, a new code, a new paper.

    The old row and its file stay as they are, marked as replaced.

    Args:
        reason: for the academy's own record.
        kind: `corrected` or `renewed`, shown to whoever checks the old paper.
        anew: gather the facts anew from today's person and course; otherwise the frozen ones stand.

    Raises:
        Refused: it is not valid any more, its paper is not yet made, or the new one can't be.
        Invalid: no reason was given.
    """
    if not reason.strip():
        raise Invalid({"reason": gettext("Please say why it is reissued.")})
    old = locked(certificate.id) or certificate
    check_move(CERTIFICATE_MOVES, old.status, CertificateStatus.replaced)
    facts = next_facts(old, anew=anew)
    _check_paper(facts, old)
    kind = kind if kind in REISSUE_KINDS else EndKind.renewed
    changed = _end(old, CertificateStatus.replaced, kind, reason)
    audit.record(actor.id, "certificates.replace", old, reason=reason, **changed)
    db.session.flush()  # the live one is one at a time
    new = _next_version(old, facts)
    versions = [old.version, new.version]
    audit.record(
        actor.id, "certificates.reissue", new, reason=reason, number=new.number, version=versions
    )
    asked = find_open_request(old.id)
    if asked is not None:
        answered(actor=actor, request=asked, status=RequestStatus.granted, answer="")
    hand_over(JOB, new.id)
    return new


def _next_version(old: Certificate, facts: CertificateFacts) -> Certificate:
    number = Number(old.series.value, old.year, old.serial)
    new = entry(
        number, facts, holder_id=old.holder_id, offering_id=old.offering_id, version=old.version + 1
    )
    new.enrolment_id = old.enrolment_id
    db.session.add(new)
    db.session.flush()
    return new


def next_facts(old: Certificate, *, anew: bool) -> CertificateFacts:
    """What the next version would say, with a fresh code and the day of reissue.

    The day of the first issue stays: it is the day from which the holder has the certificate.

    Raises:
        Refused: whose it was is destroyed.
    """
    if old.holder is None:
        raise Refused(
            "erased",
            gettext("The person's data was destroyed when its keeping time was over."),
        )
    number, code = Number(old.series.value, old.year, old.serial), new_code()
    frozen = CertificateFacts.from_json(old.facts)
    source = frozen
    if anew:
        source = gathered(number, code, old.offering, old.holder, old.enrolment)
    return source.changed(
        code=code,
        verify_url=verify_url(number, code),
        issued_on=frozen.issued_on,
        completed_on=frozen.completed_on,
        reissued_on=clock.today(),
    )


def _check_paper(facts: CertificateFacts, old: Certificate) -> None:
    try:
        check(facts, old.series.value)
    except PaperError as error:
        raise Refused(
            "paper",
            gettext("It was not reissued. %(problem)s", problem=paper_problem(error)),
        ) from error


def _end(
    held: Certificate, status: CertificateStatus, kind: EndKind, reason: str
) -> dict[str, Any]:
    """Mark the end on the row; what changed, for the audit."""
    check_move(CERTIFICATE_MOVES, held.status, status)
    changed = {"status": [held.status.value, status.value], "kind": kind.value}
    held.status = status
    held.ended_at = clock.now()
    held.end_kind = kind
    held.end_reason = reason[:500]
    return changed
