"""The register of certificates (수료대장), its number series, and what was destroyed of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import User
from lms.catalogue.models import Offering
from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.enrolment.models import Enrolment


class Series(Choice):
    """The kinds of papers; each has numbers and a design of its own (certificates/<value>)."""

    completion = "completion", N_("Certificate of completion")
    attendance = "attendance", N_("Confirmation of attendance")
    teaching = "teaching", N_("Confirmation of teaching")


class NumberSeries(Base):
    """The last number taken in a series and year. Locked while a number is taken: no gaps."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class CertificateStatus(Choice):
    """queued (number taken, paper not yet made) → issued → revoked, or → replaced by a new version."""

    queued = "queued", N_("Being made")
    issued = "issued", N_("Valid")
    revoked = "revoked", N_("Revoked")
    replaced = "replaced", N_("Replaced")


CERTIFICATE_MOVES: dict[CertificateStatus, frozenset[CertificateStatus]] = {
    CertificateStatus.queued: frozenset({CertificateStatus.issued, CertificateStatus.revoked}),
    CertificateStatus.issued: frozenset({CertificateStatus.revoked, CertificateStatus.replaced}),
    CertificateStatus.revoked: frozenset(),
    CertificateStatus.replaced: frozenset(),
}


class EndKind(Choice):
    """Why a certificate ended, in words that anybody may read at its check.

    The last two end a version only: a newer paper has the same number.
    """

    mistaken = "mistaken", N_("It was issued by mistake")
    not_completed = "not_completed", N_("The course was not completed")
    asked = "asked", N_("The holder asked for it")
    other = "other", N_("Another reason")
    corrected = "corrected", N_("A detail was corrected")
    renewed = "renewed", N_("The paper was made anew")


REISSUE_KINDS = (EndKind.corrected, EndKind.renewed)
REVOKE_KINDS = tuple(kind for kind in EndKind if kind not in REISSUE_KINDS)


_LIVE = text("status IN ('queued', 'issued')")
_KEPT = text("erased_at IS NULL")


class Batch(Base):
    """Certificates that were issued in one step; how far they are is seen on the rows themselves."""

    __tablename__ = "certificate_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"), index=True)
    issued_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    offering: Mapped[Offering] = relationship()


class Certificate(Base):
    """One entry of the register. `facts` are frozen at issue and are all that the paper says.

    A reissued paper is a new row: the same number, the next version. `key_id` names the key that
    signed the file; without one it is unsigned. Papers for instructors rest on no enrolment.
    When the keeping time is over, whatever tells the person is destroyed (services/erasing.py).
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Unique("series", "year", "serial", "version"),
        Index("uq_certificates_live", "series", "offering_id", "holder_id", unique=True,
              sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_certificates_kept", "offering_id", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offerings.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_batches.id"), index=True)
    series: Mapped[Series] = mapped_column(choice(Series), default=Series.completion)
    year: Mapped[int]
    serial: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[str] = mapped_column(String(30), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_on: Mapped[date]
    status: Mapped[CertificateStatus] = mapped_column(
        choice(CertificateStatus), default=CertificateStatus.queued, index=True
    )
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    file_key: Mapped[str | None] = mapped_column(String(64), index=True)
    file_size: Mapped[int | None]
    key_id: Mapped[str | None] = mapped_column(String(16))
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None]
    end_kind: Mapped[EndKind | None] = mapped_column(choice(EndKind))
    end_reason: Mapped[str] = mapped_column(String(500), default="")
    erased_at: Mapped[datetime | None]

    holder: Mapped[User | None] = relationship()
    offering: Mapped[Offering] = relationship()
    enrolment: Mapped[Enrolment | None] = relationship()


class RequestStatus(Choice):
    """open → granted (a new version was issued) or refused (with an answer)."""

    open = "open", N_("Being looked at")
    granted = "granted", N_("Reissued")
    refused = "refused", N_("Not reissued")


REQUEST_MOVES: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.open: frozenset({RequestStatus.granted, RequestStatus.refused}),
    RequestStatus.granted: frozenset(),
    RequestStatus.refused: frozenset(),
}

_OPEN = text("status = 'open'")


class ReissueRequest(Base):
    """A holder asks for a corrected or fresh paper; one at a time for each certificate."""

    __tablename__ = "reissue_requests"
    __table_args__ = (
        Index("uq_reissue_requests_open", "certificate_id", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    status: Mapped[RequestStatus] = mapped_column(choice(RequestStatus), default=RequestStatus.open)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")

    certificate: Mapped[Certificate] = relationship()


class Share(Base):
    """A link by which whoever has it may see and download one paper, until the end of a day."""

    __tablename__ = "certificate_shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    shared_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    until: Mapped[date]
    ended_at: Mapped[datetime | None]

    certificate: Mapped[Certificate] = relationship()


class Download(Base):
    """A paper was handed out: to a person, or to whoever had a share link."""

    __tablename__ = "certificate_downloads"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    share_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_shares.id"))
    at: Mapped[datetime]

    certificate: Mapped[Certificate] = relationship()


class OrderKind(Choice):
    """What the worker can put together from the papers, the register and the attendance."""

    ceremony = "ceremony", N_("One PDF for the ceremony")
    archive = "archive", N_("ZIP of all papers")
    register = "register", N_("Register as PDF")
    sheet = "sheet", N_("Attendance sheet (PDF)")
    blank_sheet = "blank_sheet", N_("Blank sheet to sign (PDF)")


SHEETS = frozenset({OrderKind.sheet, OrderKind.blank_sheet})
"""Orders that are about an offering's attendance and not about papers."""


class Order(Base):
    """Something bigger than a paper, put together by the worker; queued until `made_at` is set.

    Its file is a copy: it is dropped after a month (`dropped_at`), whoever needs it orders it anew.
    """

    __tablename__ = "certificate_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrderKind] = mapped_column(choice(OrderKind))
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offerings.id"))
    firm_id: Mapped[int | None] = mapped_column(ForeignKey("firms.id"))
    year: Mapped[int | None]
    ordered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    papers: Mapped[int] = mapped_column(default=0)
    file_key: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(500), default="")
    dropped_at: Mapped[datetime | None]


class Destruction(Base):
    """What was destroyed of one certificate when its keeping time was over (파기 대장).

    It names no person. `file_gone_at` is set when the file is gone as well; there may have been none.

    Source: 개인정보 보호법 제21조; the record of it, 표준 개인정보 보호지침 제10조.
    """

    __tablename__ = "certificate_destructions"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    kept_years: Mapped[int]
    destroyed_at: Mapped[datetime] = mapped_column(index=True)
    file_gone_at: Mapped[datetime | None]

    certificate: Mapped[Certificate] = relationship()
