"""Confirmations that people take for themselves: of attendance (수강확인서), of teaching (출강확인서).

Asked for again, the same paper is given; when more hours have come, it is reissued with them.
"""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.certificates.code import Number, new_code
from lms.certificates.filling import check
from lms.certificates.models import Certificate, CertificateStatus, EndKind, Series
from lms.certificates.paper_errors import PaperError
from lms.certificates.queries import LIVE
from lms.certificates.services.ending import reissue
from lms.certificates.services.gathering import gathered, taught
from lms.certificates.services.issuing import issue_one, locked_series
from lms.certificates.wording import paper_problem
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus


def confirm_attendance(*, actor: User, enrolment: Enrolment) -> Certificate:
    """A confirmation of the hours attended so far.

    Raises:
        Refused: the person has no seat, or the offering has not begun.
    """
    offering = enrolment.offering
    seated = enrolment.status is EnrolmentStatus.enrolled
    if not seated or offering.starts_on > clock.today():
        raise Refused("not-begun", gettext("There is nothing to confirm before the first class."))
    return _confirm(actor, Series.attendance, offering, enrolment.user, enrolment)


def confirm_teaching(*, actor: User, offering: Offering, instructor: User) -> Certificate:
    """A confirmation of the classes somebody has taught so far.

    Raises:
        Refused: there are none that are over.
    """
    if not taught(offering, instructor):
        raise Refused("not-taught", gettext("There is no class to confirm yet."))
    return _confirm(actor, Series.teaching, offering, instructor, None)


def _confirm(
    actor: User, series: Series, offering: Offering, holder: User, enrolment: Enrolment | None
) -> Certificate:
    counter = locked_series(series, clock.today().year)
    number = Number(series.value, counter.year, counter.last + 1)
    facts = gathered(number, new_code(), offering, holder, enrolment)
    held = _live(series, offering, holder)
    if held is not None:
        same = (facts.hours, facts.attended) == (held.facts["hours"], held.facts["attended"])
        if same or held.status is CertificateStatus.queued:
            return held
        reason = gettext("More hours have come.")
        return reissue(
            actor=actor, certificate=held, reason=reason, kind=EndKind.renewed, anew=True
        )
    try:
        check(facts, series.value)
    except PaperError as error:
        raise Refused(
            "paper", gettext("It can't be made. %(problem)s", problem=paper_problem(error))
        ) from error
    return issue_one(
        actor=actor, series=counter, offering=offering, holder=holder, enrolment=enrolment
    )


def _live(series: Series, offering: Offering, holder: User) -> Certificate | None:
    statement = select(Certificate).where(
        Certificate.series == series,
        Certificate.offering_id == offering.id,
        Certificate.holder_id == holder.id,
        Certificate.status.in_(LIVE),
    )
    return db.session.scalars(statement).one_or_none()
