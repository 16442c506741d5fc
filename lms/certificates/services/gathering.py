"""What a paper will say, gathered from today's data and then frozen."""

from __future__ import annotations

from urllib.parse import urlencode

from lms.accounts.models import User
from lms.attendance.queries import progress
from lms.catalogue.models import ClassSession, Offering
from lms.certificates.code import Number
from lms.certificates.facts import CertificateFacts, SyllabusUnit
from lms.certificates.models import Series
from lms.core import clock
from lms.core.clock import to_seoul
from lms.core.settings import settings
from lms.core.text import gettext, short_day, speaking
from lms.enrolment.models import Enrolment


def gathered(
    number: Number, code: str, offering: Offering, holder: User, enrolment: Enrolment | None
) -> CertificateFacts:
    """The facts of a paper as of today, by the kind that its number belongs to.

    The paper is Korean with English beside it.
    """
    facts = _common(number, code, offering, holder, enrolment)
    if number.series == Series.attendance and enrolment is not None:
        credited = progress([enrolment])[enrolment.id].credited
        return facts.changed(attended=in_hours(credited), syllabus=())
    if number.series == Series.teaching:
        return _of_teaching(facts, offering, holder)
    return facts


def _of_teaching(facts: CertificateFacts, offering: Offering, holder: User) -> CertificateFacts:
    """What somebody has taught: the classes that are over, with their hours."""
    sessions = taught(offering, holder)
    days = [to_seoul(one.starts_at).date() for one in sessions] or [offering.starts_on]
    with speaking("ko"):
        units = tuple(
            SyllabusUnit(
                title=f"{short_day(day)} · {one.topic or offering.course.title_ko}",
                hours=in_hours(one.minutes),
            )
            for day, one in zip(days, sessions, strict=False)
        )
    return facts.changed(
        firm="",
        from_on=days[0],
        to_on=days[-1],
        completed_on=days[-1],
        hours=in_hours(sum(one.minutes for one in sessions)),
        syllabus=units,
    ).cleaned()


def taught(offering: Offering, instructor: User) -> list[ClassSession]:
    """Classes of an offering that somebody has taught and that are over, in order of time."""
    return [
        one
        for one in sorted(offering.live_sessions, key=lambda session: session.starts_at)
        if one.ends_at <= clock.now() and instructor.id in {who.id for who in one.instructors}
    ]


def in_hours(minutes: int) -> float:
    """Hours with one decimal, rounded down: a paper promises no minute too much."""
    return minutes * 10 // 60 / 10


def _common(
    number: Number, code: str, offering: Offering, holder: User, enrolment: Enrolment | None
) -> CertificateFacts:
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
        seal=words.seal,
        emblem=words.emblem,
        statement=words.statement_ko,
        statement_en=words.statement_en,
        syllabus=tuple(SyllabusUnit(title=unit.title, hours=unit.hours) for unit in course.units),
    ).cleaned()


def verify_url(number: Number, code: str) -> str:
    """The whole address behind the QR; the number without its letters keeps the QR small."""
    return f"{settings().base_url}/verify?{urlencode({'number': number.plain, 'code': code})}"
