"""Issuing: a number is taken and the facts are frozen, in one transaction.

The paper is made after the commit by the worker. So a number is never missing and never given
twice, whatever happens to the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.certificates.code import Number, new_code
from lms.certificates.facts import CertificateFacts
from lms.certificates.filling import check
from lms.certificates.models import (
    Batch,
    Certificate,
    CertificateStatus,
    NumberSeries,
    Series,
)
from lms.certificates.paper_errors import PaperError
from lms.certificates.queries import to_issue
from lms.certificates.services.gathering import gathered
from lms.certificates.wording import paper_problem
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
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
    series = locked_series(Series.completion, clock.today().year)
    due = to_issue(offering, again=enrolment_ids is not None)
    if enrolment_ids is not None:
        due = [one for one in due if one.id in set(enrolment_ids)]
    _check_papers(offering, due, series.year)
    if not due:
        return []
    batch = Batch(offering_id=offering.id, issued_by=actor.id, created_at=clock.now())
    db.session.add(batch)
    db.session.flush()
    return [
        issue_one(
            actor=actor,
            series=series,
            offering=offering,
            holder=one.user,
            enrolment=one,
            batch_id=batch.id,
        )
        for one in due
    ]


def locked_series(name: Series, year: int) -> NumberSeries:
    """The counter of a kind and year, locked until the transaction ends; made if there is none."""
    statement = (
        select(NumberSeries)
        .where(NumberSeries.series == name.value, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(statement).one_or_none()
    if found is not None:
        return found
    try:
        with db.session.begin_nested():
            db.session.add(NumberSeries(series=name.value, year=year, last=0))
            db.session.flush()
    except IntegrityError:
        log.info("certificates.series_made_elsewhere", series=name.value, year=year)
    return db.session.scalars(statement).one()


def _check_papers(offering: Offering, due: Sequence[Enrolment], year: int) -> None:
    number, problems = Number(Series.completion.value, year, 999999), []
    for one in due:
        try:
            check(gathered(number, new_code(), offering, one.user, one))
        except PaperError as error:
            problems.append(f"{one.user.name}: {paper_problem(error)}")
    if problems:
        raise Refused(
            "paper",
            gettext("No certificate was issued. %(problems)s", problems=" ".join(problems)),
        )


def issue_one(
    *,
    actor: User,
    series: NumberSeries,
    offering: Offering,
    holder: User,
    enrolment: Enrolment | None,
    batch_id: int | None = None,
) -> Certificate:
    """Take the next number of a locked series for one person; the paper was checked before."""
    series.last += 1
    number, code = Number(series.series, series.year, series.last), new_code()
    facts = gathered(number, code, offering, holder, enrolment)
    certificate = entry(number, facts, holder_id=holder.id, offering_id=offering.id)
    certificate.enrolment_id = enrolment.id if enrolment else None
    certificate.batch_id = batch_id
    db.session.add(certificate)
    db.session.flush()
    audit.record(actor.id, "certificates.issue", certificate, number=certificate.number)
    hand_over(JOB, certificate.id)
    return certificate


def entry(
    number: Number,
    facts: CertificateFacts,
    *,
    holder_id: int | None,
    offering_id: int,
    version: int = 1,
) -> Certificate:
    """A new row of the register, queued; not yet added."""
    return Certificate(
        holder_id=holder_id,
        offering_id=offering_id,
        series=Series(number.series),
        year=number.year,
        serial=number.serial,
        version=version,
        number=facts.number,
        code=facts.code,
        facts=facts.to_json(),
        issued_on=facts.issued_on,
        status=CertificateStatus.queued,
        created_at=clock.now(),
        tries=0,
        problem="",
        end_reason="",
    )
