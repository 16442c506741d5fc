"""How far many papers are. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.certificates.models import CertificateStatus


@dataclass(frozen=True)
class Progress:
    """`made` of `total` papers are made."""

    total: int
    made: int

    @property
    def finished(self) -> bool:
        """Is nothing left to be made?"""
        return self.made == self.total

    @property
    def percent(self) -> int:
        """Whole percent; of nothing, all is made."""
        return self.made * 100 // self.total if self.total else 100


def progress(statuses: Iterable[CertificateStatus]) -> Progress:
    """What the states of certificates come to: whatever is no longer queued is made."""
    states = list(statuses)
    return Progress(len(states), sum(one is not CertificateStatus.queued for one in states))
