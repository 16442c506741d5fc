"""Sentences that more than one file of the area says."""

from __future__ import annotations

from lms.core.text import gettext


def number_sentence(digits: str) -> str:
    """What to say about a business number that can't be right."""
    if len(digits) != 10:
        return gettext("A business number has ten digits, for example 999-81-00015.")
    return gettext(
        "This business number can't be right: its last digit does not fit the others. "
        "Compare it with the business registration certificate."
    )
