"""Failed sign-ins are counted for an account and an address together.

So nobody can lock another person out, and nobody can go on guessing (기준 제5조⑥). The counts are in
the storage of the rate limits, not in the database, since a failed sign-in writes nothing there.
"""

from __future__ import annotations

import hashlib
import math
import time

from limits import RateLimitItem, parse

from lms.core.limits import count, counter

FAILURES = parse("5 per 15 minutes")
SPRAY = parse("100 per 15 minutes")
"""One address with many accounts: high enough for a full classroom behind one router."""

MAILS = parse("5 per hour")
"""Links to one account; more would only fill somebody's mailbox."""

MANY_MAILS = parse("60 per hour")
"""Links asked for from one address, a full classroom behind one router included."""


def minutes_to_wait(email: str, address: str) -> int:
    """Minutes until another try is allowed; 0 when it is allowed now."""
    return max(_wait(FAILURES, _account(email), address), _wait(SPRAY, "any", address))


def note_failure(email: str, address: str) -> None:
    """Count a wrong password."""
    counter().hit(FAILURES, "sign-in", _account(email), address)
    counter().hit(SPRAY, "sign-in", "any", address)


def forget(email: str, address: str) -> None:
    """The right password was given: start counting anew."""
    counter().clear(FAILURES, "sign-in", _account(email), address)


def _wait(limit: RateLimitItem, account: str, address: str) -> int:
    if counter().test(limit, "sign-in", account, address):
        return 0
    reset_at = counter().get_window_stats(limit, "sign-in", account, address).reset_time
    return max(1, math.ceil((reset_at - time.time()) / 60))


def _account(email: str) -> str:
    """The counter's name holds no personal data."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]


def may_mail(email: str, address: str) -> bool:
    """May another link be mailed to this account just now? The asker is not told.

    Raises:
        Busy: one address has asked for very many links.
    """
    count(MANY_MAILS, "mail", address)
    return counter().hit(MAILS, "mail", _account(email))
