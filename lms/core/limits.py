"""Rate limits: counted in memory by default, in Redis when there are several machines.

The `limits` library does the counting. (Flask-Limiter looks at every request of every view; here
only the few doors that need a limit pay for it.)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from lms.core.errors import Busy
from lms.core.text import gettext

V = TypeVar("V", bound=Callable[..., Any])


def install(app: Flask, redis_url: str) -> None:
    """Make the counter of an application."""
    storage = storage_from_string(redis_url or "memory://")
    app.extensions["limits"] = MovingWindowRateLimiter(storage)


def counter() -> MovingWindowRateLimiter:
    """The counter, for rules that a view applies by itself: hit, test, get_window_stats, clear."""
    found: MovingWindowRateLimiter = current_app.extensions["limits"]
    return found


def limited(rule: str, *methods: str) -> Callable[[V], V]:
    """Refuse a visitor (by address) who calls a view more often than the rule says.

    Args:
        rule: e.g. "10 per minute", in the words of the `limits` library.
        methods: which methods count, e.g. "POST"; all when none is given.

    Raises:
        Busy: (429) when it was too often.
    """
    item = parse(rule)

    def guard(view: V) -> V:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            if not methods or request.method in methods:
                count(item, request.endpoint or "", request.remote_addr or "")
            return view(*args, **kwargs)

        return counted  # type: ignore[return-value]  # the same signature, by wraps

    return guard


def count(item: RateLimitItem, *key: str) -> None:
    """Count one more for a key, or raise Busy when the rule is exceeded."""
    if not counter().hit(item, *key):
        raise _too_often()


def check(item: RateLimitItem, *key: str) -> None:
    """Raise Busy when the rule is used up for a key; nothing is counted."""
    if not counter().test(item, *key):
        raise _too_often()


def _too_often() -> Busy:
    return Busy(gettext("That was too often in a short time. Please try again a little later."))
