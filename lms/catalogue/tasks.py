"""What the worker does for the catalogue."""

from __future__ import annotations

from lms.catalogue import services
from lms.jobs.registry import routine


@routine("catalogue.advance_offerings")
def advance_offerings() -> None:
    """Each minute: offerings whose time has come run, or are finished."""
    services.advance_offerings()
