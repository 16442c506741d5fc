"""What can happen to certificates; what follows stands in lms/reactions.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CertificateIssued:
    """A certificate's paper is made and can be downloaded."""

    certificate_id: int


@dataclass(frozen=True)
class CertificateRevoked:
    """A certificate is no longer valid."""

    certificate_id: int


@dataclass(frozen=True)
class ReissueRefused:
    """The academy has told a holder why a paper stays as it is."""

    request_id: int
