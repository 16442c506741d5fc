"""Designs with made-up facts: what a designer looks at, and what tests compare."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from lms.certificates import press
from lms.certificates.filling import FOLDER, filled_list
from lms.certificates.ledger import LedgerRow
from lms.certificates.ordered import REGISTER
from lms.certificates.paper_errors import BrokenDesign
from lms.config import Academy

_DAYS = ("from_on", "to_on", "completed_on", "issued_on")


def sampled(design: str, sample: str = "") -> bytes:
    """A design with the facts of `certificates/samples/<sample>.json`, as PDF.

    Args:
        sample: the design's own name if none is given.

    Raises:
        PaperError: it can't be printed.
        FileNotFoundError: there is no such sample.
    """
    if not (FOLDER / design / "page.html").is_file():
        raise BrokenDesign(design, "there is no such design")
    if design != REGISTER:
        return press.sample(design, sample or design)
    stored = json.loads((FOLDER / "samples" / f"{sample or design}.json").read_text("utf-8"))
    page = filled_list(
        design,
        year=stored["year"],
        rows=[_row(position, one) for position, one in enumerate(stored["rows"], start=1)],
        academy=Academy(),
        printed_on=date.fromisoformat(stored["printed_on"]),
    )
    return press.list_paper(page, design)


def _row(position: int, stored: dict[str, Any]) -> LedgerRow:
    days = {name: date.fromisoformat(stored[name]) for name in _DAYS}
    return LedgerRow(**{**stored, **days, "position": position})
