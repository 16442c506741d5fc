"""The printing press: render.py, loaded when the first paper is made.

Loading WeasyPrint takes most of a second and the web never prints, so it is not loaded at start.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from lms.certificates.facts import CertificateFacts
from lms.certificates.keys import Seal, SigningKey


def printed(facts: CertificateFacts, design: str, seal: Seal | None = None) -> bytes:
    """The paper as PDF, not yet signed: the same bytes for the same facts, design and seal.

    Raises:
        PaperError: it can't be made; the same facts passed `filling.check`, so the design is at fault.
    """
    paper: bytes = _press().render(facts, design, seal)
    return paper


def signed(paper: bytes, key: SigningKey, timestamp_url: str = "") -> bytes:
    """The paper with the academy's signature.

    Raises:
        OSError: the timestamp server can't be reached.
    """
    finished: bytes = import_module("lms.certificates.signing").signed(
        paper, key, timestamp_url=timestamp_url
    )
    return finished


def list_paper(page: str, design: str) -> bytes:
    """A list on as many sheets as it takes; the page is filled by `filling.filled_list`."""
    paper: bytes = _press().list_paper(page, design)
    return paper


def sample(design: str, name: str) -> bytes:
    """A design with the facts of `certificates/samples/<name>.json`."""
    paper: bytes = _press().preview(design, name)
    return paper


def warm_up() -> None:
    """Load everything and print one sample; the worker does this before it takes work."""
    _press().warm_up()
    import_module("lms.certificates.signing")


def _press() -> ModuleType:
    return import_module("lms.certificates.render")
