"""What must not pass: whatever WeasyPrint only warns of, and pages that are not made of pieces."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint.urls import FatalURLFetchingError

from lms.certificates.paper_errors import BrokenDesign, PaperError
from lms.certificates.pieces import NotInPieces


@contextmanager
def strict(design: str) -> Iterator[None]:
    """WeasyPrint only logs what it can't do and goes on; here it stops the paper."""
    heard = _Heard()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield
    except FatalURLFetchingError as error:
        raise error.__cause__ if isinstance(error.__cause__, PaperError) else error from error
    finally:
        logger.removeHandler(heard)
    if heard.said:
        raise BrokenDesign(design, heard.said[0])


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextmanager
def in_one_piece(design: str) -> Iterator[None]:
    """A page or style that can't be taken apart is a broken design."""
    try:
        yield
    except NotInPieces as error:
        raise BrokenDesign(design, str(error)) from error
