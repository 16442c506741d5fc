"""사업자등록번호: ten digits, the last of which checks the others. Pure."""

from __future__ import annotations

import unicodedata

_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def digits_of(text: str) -> str:
    """The number without spaces and hyphens of any kind; full-width digits become plain ones."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c) not in ("Pd", "Zs") and c != "−")


def is_valid(digits: str) -> bool:
    """Does the check digit hold? All zeros passes the sum and is refused.

    A valid number need not exist: that is for the tax office to say.
    """
    if len(digits) != 10 or not digits.isascii() or not digits.isdecimal() or not int(digits):
        return False
    numbers = [int(c) for c in digits]
    total = sum(w * n for w, n in zip(_WEIGHTS, numbers, strict=False)) + numbers[8] * 5 // 10
    return (10 - total % 10) % 10 == numbers[9]


def shown(digits: str) -> str:
    """With hyphens, 3-2-5."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
