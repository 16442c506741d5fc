"""What a paper will say, gathered from today's data and then frozen."""

from __future__ import annotations

from urllib.parse import urlencode

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.certificates.code import Number
from lms.certificates.facts import CertificateFacts, SyllabusUnit
from lms.core import clock
from lms.core.settings import settings
from lms.core.text import gettext, speaking
from lms.enrolment.models import Enrolment


def gathered(
    number: Number, code: str, offering: Offering, holder: User, enrolment: Enrolment | None
) -> CertificateFacts:
    """The facts of a paper as of today. The paper is Korean with English beside it."""
    course, words = offering.course, settings().academy
    with speaking("ko"):
        run = gettext("run %(run)s of %(year)s", run=offering.run, year=offering.year)
    firm = enrolment.firm if enrolment else None
    return CertificateFacts(
        number=number.printed,
        code=code,
        verify_url=verify_url(number, code),
        name=holder.name,
        firm=firm.name if firm else "",
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


def verify_url(number: Number, code: str) -> str:
    """The whole address behind the QR; the number without its letters keeps the QR small."""
    return f"{settings().base_url}/verify?{urlencode({'number': number.plain, 'code': code})}"
