"""What an order comes to: which entries belong in it, and the file that is made of them."""

from __future__ import annotations

from collections.abc import Sequence

from lms.attendance.queries import sheet
from lms.catalogue.models import Offering
from lms.certificates.binding import archived, bound
from lms.certificates.facts import CertificateFacts
from lms.certificates.filling import filled_list
from lms.certificates.ledger import LedgerRow, ledger_rows
from lms.certificates.models import SHEETS, Certificate, CertificateStatus, Order, OrderKind
from lms.certificates.press import list_paper
from lms.certificates.queries import of_year, papers_of
from lms.certificates.sheets import sheet_page, sheet_paper
from lms.core import clock
from lms.core.db import db
from lms.core.settings import settings
from lms.core.storage import storage
from lms.core.text import gettext, speaking

MEDIA_TYPES = {
    OrderKind.ceremony: "application/pdf",
    OrderKind.archive: "application/zip",
    OrderKind.register: "application/pdf",
    OrderKind.sheet: "application/pdf",
    OrderKind.blank_sheet: "application/pdf",
}
REGISTER = "register"
"""The folder of the register's design."""


def ordered_page(order: Order) -> str:
    """The filled page of an attendance sheet; empty for orders that are about papers."""
    if order.kind not in SHEETS or order.offering_id is None:
        return ""
    offering = db.session.get_one(Offering, order.offering_id)
    return sheet_page(offering, sheet(offering), blank=order.kind is OrderKind.blank_sheet)


def ordered_entries(order: Order) -> Sequence[Certificate]:
    """The entries that an order is about, read from the register."""
    if order.kind in SHEETS:
        return []
    if order.kind is OrderKind.register:
        return of_year(order.year or clock.today().year)
    return papers_of(order)


def put_in_order(order: Order, entries: Sequence[Certificate], page: str = "") -> bytes:
    """The file of an order. Reads papers from the storage and touches no database.

    Args:
        page: of `ordered_page`.

    Raises:
        Altered, FileNotFoundError: a paper's file is damaged or missing.
        PaperError: the register's design is broken.
    """
    match order.kind:
        case OrderKind.ceremony:
            return bound((_paper(one) for one in entries), entries[0].number if entries else "")
        case OrderKind.archive:
            return archived(
                (f"{one.number} {one.facts['name']}.pdf", _paper(one)) for one in entries
            )
        case OrderKind.register:
            return register_paper(order.year or 0, entries)
        case OrderKind.sheet | OrderKind.blank_sheet:
            return sheet_paper(page)


def register_paper(year: int, entries: Sequence[Certificate]) -> bytes:
    """A year's register to print, in Korean as the academy keeps it."""
    with speaking("ko"):
        rows = ledger(entries)
    page = filled_list(
        REGISTER, year=year, rows=rows, academy=settings().academy, printed_on=clock.today()
    )
    return list_paper(page, REGISTER)


def ledger(entries: Sequence[Certificate]) -> list[LedgerRow]:
    """The register's rows, each with its remark in the reader's language."""
    return ledger_rows((CertificateFacts.from_json(one.facts), remark(one)) for one in entries)


def remark(certificate: Certificate) -> str:
    """State and day of an entry that is not simply valid, and whether its name was destroyed."""
    if certificate.erased_at is not None:
        day = clock.to_seoul(certificate.erased_at).date().isoformat()
        said = (_state(certificate), gettext("name destroyed %(day)s", day=day))
        return ", ".join(filter(None, said))
    return _state(certificate)


def _state(certificate: Certificate) -> str:
    if certificate.status is CertificateStatus.issued:
        return "" if certificate.version == 1 else f"v{certificate.version}"
    if certificate.ended_at is None:
        return certificate.status.label
    day = clock.to_seoul(certificate.ended_at).date().isoformat()
    return f"{certificate.status.label} {day}"


def _paper(certificate: Certificate) -> bytes:
    return storage().get(certificate.file_key or "")
