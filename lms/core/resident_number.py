"""Resident registration numbers may not be kept, wherever they are typed (개인정보 보호법 제24조의2).

Pure; whoever finds one says so without repeating or logging it.
"""

from __future__ import annotations

import re
import unicodedata

from lms.core.text import clean

_NUMBER = re.compile(
    r"(?<!\d)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[\s\-‐‑‒–—−._/·]{0,3}[1-8]\d{6}(?!\d)"
)
"""Birthday and seven digits, of citizens (1–4) and foreigners (5–8), and what people put between."""


def has_resident_number(text: str) -> bool:
    """Does a text hold something that reads as a resident registration number?

    Full-width digits count as digits, and what can't be seen between them as nothing. A wrong check
    digit doesn't help: since October 2020 there is none.
    """
    return _NUMBER.search(clean(unicodedata.normalize("NFKC", text))) is not None
