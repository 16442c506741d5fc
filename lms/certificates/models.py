"""The register of certificates (수료대장) and its number series; the events that are announced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Base, choice
from lms.core.status import Choice
from lms.core.text import N_
from lms.enrolment.models import Enrolment


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
    """Why a certificate ended, in words that anybody may read at its check."""

    mistaken = "mistaken", N_("It was issued by mistake")
    not_completed = "not_completed", N_("The course was not completed")
    asked = "asked", N_("The holder asked for it")
    other = "other", N_("Another reason")


_LIVE = text("status IN ('queued', 'issued')")


class Certificate(Base):
    """One entry of the register. `facts` are frozen at issue and are all that the paper says."""

    __tablename__ = "certificates"
    __table_args__ = (
        Unique("series", "year", "serial", "version"),
        Index("uq_certificates_live", "enrolment_id", unique=True,
              sqlite_where=_LIVE, postgresql_where=_LIVE),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    series: Mapped[str] = mapped_column(String(20))
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
    file_key: Mapped[str | None] = mapped_column(String(64))
    file_size: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None]
    end_kind: Mapped[EndKind | None] = mapped_column(choice(EndKind))
    end_reason: Mapped[str] = mapped_column(String(500), default="")

    enrolment: Mapped[Enrolment] = relationship()


@dataclass(frozen=True)
class CertificateIssued:
    """A certificate's paper is made and can be downloaded."""

    certificate_id: int


@dataclass(frozen=True)
class CertificateRevoked:
    """A certificate is no longer valid."""

    certificate_id: int
