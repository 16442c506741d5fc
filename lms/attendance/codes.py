"""Codes for checking in: shown in the room, changing every 30 seconds, kept nowhere. Pure.

A code is a keyed hash of the class session, its start (a session that is moved gets other codes), the
period, the way (in or out) and the 30 seconds it belongs to. The step before is accepted too: a code
that was read is good for 30 to 60 seconds. Six letters are 30 bits; with the limit on tries at the
door nobody guesses one.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from lms.attendance.marks import EventKind
from lms.attendance.periods import period_at

STEP = timedelta(seconds=30)
LENGTH = 6
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U, so that nothing is misread from the back row."""
MISREAD = str.maketrans("ILO", "110")
STALE_STEPS = 20
"""How far back a code is recognised as expired, so that the answer can say so (ten minutes)."""

WAYS = (EventKind.came, EventKind.went)


@dataclass(frozen=True, slots=True)
class Shown:
    """The class session that a code is made for."""

    session_id: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code that was read turns out to be."""

    session_id: int
    way: EventKind
    expired: bool


def code_at(key: bytes, shown: Shown, way: EventKind, moment: datetime) -> str:
    """The code for a class session at a moment (aware).

    Args:
        way: EventKind.came or EventKind.went.
    """
    step = int(moment.timestamp() // STEP.total_seconds())
    begun = datetime.fromtimestamp(step * STEP.total_seconds(), UTC)
    facts = (shown.session_id, int(shown.starts_at.timestamp()), period_at(begun), way.value, step)
    digest = hmac.digest(key, ":".join(map(str, facts)).encode(), sha256)
    number = int.from_bytes(digest[:8])
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(LENGTH))


def seconds_left(moment: datetime) -> int:
    """How long the code of a moment is still shown."""
    whole = int(STEP.total_seconds())
    return whole - int(moment.timestamp()) % whole


def cleaned(typed: str) -> str:
    """A code as it was meant: capitals, no spaces or hyphens, look-alikes told apart."""
    return "".join(c for c in typed.upper().translate(MISREAD) if c in LETTERS)[: LENGTH + 1]


def read(key: bytes, typed: str, candidates: list[Shown], moment: datetime) -> Reading | None:
    """Which of some class sessions a code belongs to, or None: of none of them.

    Args:
        candidates: class sessions that are on now.
        moment: when it was read, by the server's clock; the phone's doesn't matter.
    """
    code = cleaned(typed)
    for back, at in _steps_back(moment):
        for shown in candidates:
            for way in WAYS:
                if hmac.compare_digest(code_at(key, shown, way, at), code):
                    return Reading(shown.session_id, way, expired=back > 1)
    return None


def _steps_back(moment: datetime) -> Iterator[tuple[int, datetime]]:
    for back in range(STALE_STEPS + 1):
        yield back, moment - back * STEP
