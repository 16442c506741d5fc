"""Whose papers a page has shown."""

from __future__ import annotations

from collections.abc import Iterable

from lms.audit import services as audit
from lms.certificates.models import Certificate


def saw(reader_id: int, action: str, entries: Iterable[Certificate], *, purpose: str = "") -> None:
    """Note whose papers somebody was shown; erased ones are nobody's."""
    holders = [one.holder_id for one in entries if one.holder_id is not None]
    audit.saw(reader_id, action, holders, purpose=purpose)
