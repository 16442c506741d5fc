"""Sentences that more than one file of the area says."""

from __future__ import annotations

from lms.core.text import gettext


def number_sentence() -> str:
    """What to say about a business number that can't be right."""
    return gettext(
        "This business number can't be right: its last digit does not fit the others. "
        "Compare it with the business registration certificate."
    )
