"""The number a certificate is called by, and the code that proves one has seen the paper.

The number is public and easy to guess (it has no gaps), so checking a paper needs the code as well.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from typing import NamedTuple

# Crockford's base 32: no I, L, O or U, so that a code survives being read aloud and typed again.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_GROUP = 4
_LOOKALIKES = str.maketrans("OIL", "011")
LETTERS = {"completion": "", "attendance": "A", "teaching": "T"}
"""What stands before the year, by series: each kind of paper counts for itself."""

_SERIES = {letter: series for series, letter in LETTERS.items()}
_NUMBER = re.compile(r"제?([AT]?)(\d{4})-(\d{1,6})호?")


def new_code() -> str:
    """A fresh verification code, 80 random bits, as printed: `7K2M-9QXA-04TD-W3HC`."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)))


def normalised_code(typed: str) -> str | None:
    """The code as printed, from what a person typed; None if it can't be a code.

    Case, spaces, hyphens and full-width letters don't matter; O is read as 0, I and L as 1.
    """
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKALIKES)
    letters = re.sub(r"[\s\-‐‑–—−]", "", plain)
    if len(letters) != CODE_LENGTH or not set(letters) <= set(ALPHABET):
        return None
    return _grouped(letters)


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same, in a time that tells nothing about where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


class Number(NamedTuple):
    """What a paper is called by: its series, its year, and the serial in both, from 1."""

    series: str
    year: int
    serial: int

    @property
    def plain(self) -> str:
        """For addresses and file names: 2026-0001, A2026-0001. Beyond 9999 it grows."""
        return f"{LETTERS[self.series]}{self.year}-{self.serial:04d}"

    @property
    def printed(self) -> str:
        """As it stands on the paper: 제2026-0001호."""
        return f"제{self.plain}호"


def parsed_number(typed: str) -> Number | None:
    """A number however it was typed: 제2026-0001호, 2026-1, a2026-1, ２０２６－１."""
    plain = re.sub(r"[‐‑–—−]", "-", unicodedata.normalize("NFKC", typed))
    match = _NUMBER.fullmatch(re.sub(r"\s", "", plain).upper())
    if match is None:
        return None
    return Number(_SERIES[match[1]], int(match[2]), int(match[3]))


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
