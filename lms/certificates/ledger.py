"""The register as a list: the same rows for Excel, for the screen and for paper. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lms.certificates.facts import CertificateFacts


@dataclass(frozen=True)
class LedgerRow:
    """One line of the register (수료대장), as the papers say it.

    Source of the columns: the common form of a 수료대장 (연번, 수료번호, 성명, 소속, 과정명, 교육기간,
    교육시간, 수료일, 발급일, 비고).
    """

    position: int
    number: str
    name: str
    firm: str
    course: str
    offering: str
    from_on: date
    to_on: date
    hours: float
    completed_on: date
    issued_on: date
    remark: str


def ledger_rows(entries: Iterable[tuple[CertificateFacts, str]]) -> list[LedgerRow]:
    """Rows from facts and remark (state and its reason; empty for a valid one), in order."""
    return [
        LedgerRow(
            position=position,
            number=facts.number,
            name=facts.name,
            firm=facts.firm,
            course=facts.course,
            offering=facts.offering,
            from_on=facts.from_on,
            to_on=facts.to_on,
            hours=facts.hours,
            completed_on=facts.completed_on,
            issued_on=facts.issued_on,
            remark=remark,
        )
        for position, (facts, remark) in enumerate(entries, start=1)
    ]
