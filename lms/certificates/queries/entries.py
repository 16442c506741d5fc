"""Reading the register's entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.certificates.code import Number, parsed_number
from lms.certificates.facts import CertificateFacts
from lms.certificates.models import Certificate, CertificateStatus, Series
from lms.certificates.queries.keeping import kept_since
from lms.completion.models import Judgement, Verdict
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus

LIVE = frozenset({CertificateStatus.queued, CertificateStatus.issued})


def get_certificate(certificate_id: int) -> Certificate:
    """A certificate with its holder and offering.

    Raises:
        NotFound: there is none.
    """
    statement = _with_holder().where(Certificate.id == certificate_id)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(gettext("There is no such certificate."))
    return found


def find_by_number(number: str) -> Certificate | None:
    """The latest version under a number, however the number was typed."""
    parsed = parsed_number(number)
    versions = versions_of(parsed) if parsed else ()
    return versions[-1] if versions else None


def versions_of(number: Number) -> Sequence[Certificate]:
    """Every version under a number, the oldest first."""
    statement = select(Certificate).where(*_numbered(number)).order_by(Certificate.version)
    return db.session.scalars(statement).all()


def codes_of(number: Number) -> Sequence[tuple[int, str]]:
    """Id and code of every version under a number; as little work when there is none."""
    statement = select(Certificate.id, Certificate.code).where(*_numbered(number))
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def _numbered(number: Number) -> tuple[ColumnElement[bool], ...]:
    return (
        Certificate.series == Series(number.series),
        Certificate.year == number.year,
        Certificate.serial == number.serial,
    )


def of_user(user: User) -> Sequence[Certificate]:
    """A person's certificates, the newest first."""
    statement = (
        _with_holder()
        .where(Certificate.holder_id == user.id)
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    return db.session.scalars(statement).all()


def of_enrolments(enrolment_ids: Iterable[int]) -> dict[int, Certificate]:
    """By enrolment id: the live certificate of completion, or the last one there was."""
    statement = (
        select(Certificate)
        .where(
            Certificate.enrolment_id.in_(enrolment_ids),
            Certificate.series == Series.completion,
        )
        .order_by(Certificate.id)
    )
    found: dict[int, Certificate] = {}
    for one in db.session.scalars(statement):
        of = one.enrolment_id or 0
        if of not in found or found[of].status not in LIVE:
            found[of] = one
    return found


def to_issue(offering: Offering, *, again: bool = False) -> Sequence[Enrolment]:
    """Who has completed an offering and has no live certificate, by name. Nobody once the papers of
    that offering are no longer kept.

    Args:
        again: also those whose certificate was revoked.
    """
    if offering.ends_on <= kept_since():
        return []
    certificate = _certificate_of_enrolment()
    if again:
        certificate = certificate.where(Certificate.status.in_(LIVE))
    statement = (
        select(Enrolment)
        .join(Enrolment.user)
        .join(Judgement, Judgement.enrolment_id == Enrolment.id)
        .where(
            Enrolment.offering_id == offering.id,
            Enrolment.status == EnrolmentStatus.enrolled,
            Judgement.verdict == Verdict.completed,
            ~certificate.exists(),
        )
        .options(contains_eager(Enrolment.user), joinedload(Enrolment.firm))
        .order_by(User.name, Enrolment.id)
    )
    return db.session.scalars(statement).all()


def due_by_offering() -> list[tuple[Offering, int]]:
    """Offerings in which people have completed without ever getting a certificate, and how many."""
    certificate = _certificate_of_enrolment()
    statement = (
        select(Enrolment.offering_id, func.count(Enrolment.id))
        .join(Judgement, Judgement.enrolment_id == Enrolment.id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Enrolment.status == EnrolmentStatus.enrolled,
            Judgement.verdict == Verdict.completed,
            Offering.ends_on > kept_since(),
            ~certificate.exists(),
        )
        .group_by(Enrolment.offering_id)
    )
    due = {row[0]: row[1] for row in db.session.execute(statement)}
    offerings = (
        select(Offering)
        .where(Offering.id.in_(due))
        .options(joinedload(Offering.course))
        .order_by(Offering.ends_on)
    )
    return [(one, due[one.id]) for one in db.session.scalars(offerings)]


def register(
    question: str = "",
    year: int | None = None,
    status: CertificateStatus | None = None,
    page: int = 1,
    *,
    series: Series | None = None,
) -> Page[Certificate]:
    """The register, the newest number first.

    Args:
        question: a number in any form, or a person's name (initial consonants will do).
    """
    statement = _with_holder()
    if number := parsed_number(question):
        statement = statement.where(
            Certificate.year == number.year, Certificate.serial == number.serial
        )
    else:
        for pattern in like_patterns(question):
            named = User.search_text.like(pattern, escape="\\")
            statement = statement.where(
                or_(named, Certificate.number.like(f"%{question.strip()}%"))
            )
    if year:
        statement = statement.where(Certificate.year == year)
    if status:
        statement = statement.where(Certificate.status == status)
    if series:
        statement = statement.where(Certificate.series == series)
    order = (Certificate.year.desc(), Certificate.serial.desc(), Certificate.version.desc())
    return paged(statement.order_by(*order), page)


def of_year(year: int) -> Sequence[Certificate]:
    """Every entry of a year, every kind and version, in order of numbers."""
    statement = (
        _with_holder()
        .where(Certificate.year == year)
        .order_by(Certificate.series, Certificate.serial, Certificate.version)
    )
    return db.session.scalars(statement).all()


def years() -> Sequence[int]:
    """Years in which certificates were issued, the newest first."""
    statement = select(Certificate.year).distinct().order_by(Certificate.year.desc())
    return db.session.scalars(statement).all()


def queued() -> Sequence[Certificate]:
    """Certificates whose paper is not made yet."""
    statement = select(Certificate).where(Certificate.status == CertificateStatus.queued)
    return db.session.scalars(statement.order_by(Certificate.id)).all()


def find_queued(certificate_id: int) -> tuple[Series, CertificateFacts] | None:
    """Kind and facts of the paper of a certificate, or None when there is none to be made."""
    statement = select(Certificate.series, Certificate.facts).where(
        Certificate.id == certificate_id, Certificate.status == CertificateStatus.queued
    )
    stored = db.session.execute(statement).one_or_none()
    return None if stored is None else (stored[0], CertificateFacts.from_json(stored[1]))


def find_by_file(key: str) -> Certificate | None:
    """The entry whose file has this SHA-256, or None."""
    return db.session.scalars(select(Certificate).where(Certificate.file_key == key)).first()


def _certificate_of_enrolment() -> Select[int]:
    return select(Certificate.id).where(
        Certificate.enrolment_id == Enrolment.id, Certificate.series == Series.completion
    )


def _with_holder() -> Select[Certificate]:
    return (
        select(Certificate)
        .outerjoin(Certificate.holder)
        .options(
            contains_eager(Certificate.holder),
            joinedload(Certificate.offering).joinedload(Offering.course),
            joinedload(Certificate.enrolment).joinedload(Enrolment.firm),
        )
    )
