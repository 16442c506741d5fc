"""The register's verbs: issue, produce, revoke.

Issuing takes a number and freezes the facts, in one transaction; the paper is made after the commit
by the worker. So a number is never missing and never given twice, whatever happens to the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlencode

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.certificates.code import new_code, number_text, plain_number
from lms.certificates.facts import CertificateFacts, SyllabusUnit
from lms.certificates.filling import check
from lms.certificates.models import (
    CERTIFICATE_MOVES,
    Certificate,
    CertificateIssued,
    CertificateRevoked,
    CertificateStatus,
    EndKind,
    NumberSeries,
)
from lms.certificates.paper_errors import PaperError
from lms.certificates.queries import COMPLETION, to_issue
from lms.certificates.wording import paper_problem
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.settings import settings
from lms.core.status import check_move
from lms.core.text import gettext, speaking
from lms.enrolment.models import Enrolment
from lms.jobs.queue import hand_over

JOB = "certificates.produce"

log = structlog.get_logger()


def issue_for(
    *, actor: User, offering: Offering, enrolment_ids: Collection[int] | None = None
) -> list[Certificate]:
    """Issue certificates for those who completed an offering and have none, in order of names.

    Args:
        enrolment_ids: only these, also where an earlier certificate was revoked; None: everybody
            who never had one.

    Returns:
        The new certificates, queued; the worker makes the papers.

    Raises:
        Refused: a paper could not be made (which name, which design, why); no number is taken.
    """
    series = _locked_series(COMPLETION, clock.today().year)
    due = to_issue(offering, again=enrolment_ids is not None)
    if enrolment_ids is not None:
        due = [one for one in due if one.id in set(enrolment_ids)]
    _check_papers(offering, due, series.year)
    return [_issue(actor, offering, one, series) for one in due]


def _locked_series(name: str, year: int) -> NumberSeries:
    statement = (
        select(NumberSeries)
        .where(NumberSeries.series == name, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(NumberSeries(series=name, year=year, last=0))
            db.session.flush()
    except IntegrityError:
        log.info("certificates.series_made_elsewhere", series=name, year=year)
    return db.session.scalars(statement).one()


def _check_papers(offering: Offering, due: Sequence[Enrolment], year: int) -> None:
    problems = []
    for one in due:
        try:
            check(_facts(offering, one, number_text(year, 999999), new_code()))
        except PaperError as error:
            problems.append(f"{one.user.name}: {paper_problem(error)}")
    if problems:
        raise Refused(
            "paper",
            gettext("No certificate was issued. %(problems)s", problems=" ".join(problems)),
        )


def _issue(
    actor: User, offering: Offering, enrolment: Enrolment, series: NumberSeries
) -> Certificate:
    series.last += 1
    number, code = number_text(series.year, series.last), new_code()
    certificate = Certificate(
        enrolment_id=enrolment.id,
        series=series.series,
        year=series.year,
        serial=series.last,
        version=1,
        number=number,
        code=code,
        facts=_facts(offering, enrolment, number, code).to_json(),
        issued_on=clock.today(),
        status=CertificateStatus.queued,
        created_at=clock.now(),
        tries=0,
        problem="",
        end_reason="",
    )
    db.session.add(certificate)
    db.session.flush()
    audit.record(actor.id, "certificates.issue", certificate, number=number)
    hand_over(JOB, certificate.id)
    return certificate


def _facts(offering: Offering, enrolment: Enrolment, number: str, code: str) -> CertificateFacts:
    """What the paper will say, frozen. The paper is Korean with English beside it."""
    course, words = offering.course, settings().academy
    with speaking("ko"):
        run = gettext("run %(run)s of %(year)s", run=offering.run, year=offering.year)
    return CertificateFacts(
        number=number,
        code=code,
        verify_url=verify_url(number, code),
        name=enrolment.user.name,
        firm=enrolment.firm.name if enrolment.firm else "",
        course=course.title_ko,
        course_en=course.title_en,
        offering=run,
        from_on=offering.starts_on,
        to_on=offering.ends_on,
        hours=course.hours,
        completed_on=offering.ends_on,
        issued_on=clock.today(),
        academy=words.name_ko,
        academy_en=words.name_en,
        issuer=words.issuer_ko,
        issuer_en=words.issuer_en,
        syllabus=tuple(SyllabusUnit(title=unit.title, hours=unit.hours) for unit in course.units),
    ).cleaned()


def verify_url(number: str, code: str) -> str:
    """The whole address behind the QR; the number without its letters keeps the QR small."""
    return (
        f"{settings().base_url}/verify?{urlencode({'number': plain_number(number), 'code': code})}"
    )


def settle_made(certificate_id: int, *, key: str, size: int) -> None:
    """The paper of a queued certificate is kept under `key`: it is issued. Twice is harmless."""
    certificate = _locked(certificate_id)
    if certificate is None or certificate.status is not CertificateStatus.queued:
        return
    check_move(CERTIFICATE_MOVES, certificate.status, CertificateStatus.issued)
    certificate.status = CertificateStatus.issued
    certificate.made_at = clock.now()
    certificate.file_key, certificate.file_size = key, size
    certificate.problem = ""
    audit.record(None, "certificates.produce", certificate, sha256=key, bytes=size)
    announce(CertificateIssued(certificate.id))


def settle_problem(certificate_id: int, problem: str) -> None:
    """The paper could not be made: the row says why, stays queued and is tried again later."""
    certificate = _locked(certificate_id)
    if certificate is None or certificate.status is not CertificateStatus.queued:
        return
    certificate.tries += 1
    certificate.problem = problem[:500]


def try_again(*, actor: User, certificate: Certificate) -> None:
    """Have the worker try a queued certificate now.

    Raises:
        Refused: it is not queued.
    """
    held = _locked(certificate.id)
    if held is None or held.status is not CertificateStatus.queued:
        raise Refused("not-queued", gettext("The paper of this certificate is made already."))
    held.tries = 0
    audit.record(actor.id, "certificates.try_again", held)
    hand_over(JOB, held.id)


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
    held = _locked(certificate.id) or certificate
    check_move(CERTIFICATE_MOVES, held.status, CertificateStatus.revoked)
    audit.record(
        actor.id,
        "certificates.revoke",
        held,
        reason=reason,
        status=[held.status.value, CertificateStatus.revoked.value],
        kind=kind.value,
    )
    held.status = CertificateStatus.revoked
    held.ended_at = clock.now()
    held.end_kind = kind
    held.end_reason = reason[:500]
    announce(CertificateRevoked(held.id))


def _locked(certificate_id: int) -> Certificate | None:
    statement = select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
