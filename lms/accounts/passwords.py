"""Passwords: how they are kept (argon2id), and which ones are accepted."""

from __future__ import annotations

import re
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from lms.core.text import gettext

SHORTEST = 10
LONGEST = 200  # longer ones only keep the processor busy

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
_COMMON = frozenset(
    {
        "password",
        "passw0rd",
        "qwertyuiop",
        "qwerty",
        "qwer",
        "asdfghjkl",
        "asdf",
        "zxcvbnm",
        "zxcv",
        "abcdefgh",
        "iloveyou",
        "welcome",
        "letmein",
        "admin",
        "administrator",
        "samsung",
        "academy",
        "smartfactory",
        "jeonbuk",
        "jeonju",
        "korea",
        "dragon",
        "monkey",
        "football",
        "baseball",
        "sunshine",
        "princess",
    }
)


@cache
def _hasher(cheap: bool) -> PasswordHasher:
    """Argon2id with OWASP's parameters: 19 MiB, two passes, about 30 ms."""
    if cheap:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


@cache
def _nobody(cheap: bool) -> str:
    """The hash of no password, to compare with when there is nobody to compare with."""
    return _hasher(cheap).hash("nobody has this password")


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _hasher(current_app.testing).hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Is it the password? Without one (no such person, "" before an invitation is accepted) the work
    is the same and the answer no.
    """
    hasher = _hasher(current_app.testing)
    try:
        hasher.verify(kept or _nobody(current_app.testing), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Was it kept with other parameters than today's?"""
    return _hasher(current_app.testing).check_needs_rehash(kept)


def weakness(password: str, *, email: str = "", phone: str = "") -> str:
    """What is wrong with a new password, as a sentence; "" if nothing is.

    At least ten characters of two kinds, no word that everybody tries, no run or repetition of
    characters, and nothing that others know of the person (KISA's guide, 2023).
    """
    lowered = password.lower()
    if len(password) < SHORTEST:
        return gettext("Use at least %(number)s characters.", number=SHORTEST)
    if len(password) > LONGEST:
        return gettext("Use at most %(number)s characters.", number=LONGEST)
    if sum(bool(re.search(kind, password)) for kind in _KINDS) < 2:
        return gettext("Mix at least two kinds: small letters, capitals, digits, signs.")
    if _is_known(lowered, email, phone):
        return gettext("Do not use your e-mail address or phone number in the password.")
    if _is_common(lowered):
        return gettext("This password is too common. Choose another one.")
    return ""


def _is_common(lowered: str) -> bool:
    """Nothing is left of it without words everybody tries, runs (1234, abcd) and repetitions."""
    rest = lowered
    for word in sorted(_COMMON, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = re.sub(r"(.)\1{2,}", "", rest)
    rest = "".join(c for at, c in enumerate(rest) if not _in_run(rest, at))
    return len(set(rest)) < 4


def _in_run(text: str, at: int) -> bool:
    """Does the character stand in a run of three that goes up or down by one?"""
    for start in (at - 2, at - 1, at):
        part = text[max(start, 0) : start + 3]
        if start >= 0 and len(part) == 3:
            steps = {ord(part[1]) - ord(part[0]), ord(part[2]) - ord(part[1])}
            if steps in ({1}, {-1}):
                return True
    return False


def _is_known(lowered: str, email: str, phone: str) -> bool:
    local = email.lower().partition("@")[0]
    digits = re.sub(r"\D", "", phone)
    tails = {digits, digits[-8:]} if len(digits) >= 8 else set()
    return (len(local) >= 4 and local in lowered) or any(
        tail in re.sub(r"\D", "", lowered) for tail in tails
    )
