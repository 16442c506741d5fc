"""Pages that look the same to every visitor are made once and kept until something is written.

Each write leaves one audit entry, so the last entry's number is the version of the whole data: one
indexed look-up tells whether a kept page still holds. It is asked for once a second, and at once
after a write of this process; so another process's write is seen at most a second late. What
changes by the clock alone (a window opens) is at most `SECONDS` late. People who are signed in
always get a page made for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, request, session
from flask_caching import Cache
from sqlalchemy import event
from sqlalchemy.orm import Session

V = TypeVar("V", bound=Callable[..., Any])

SECONDS = 20
PAGES = 500
TRUSTED_SECONDS = 1.0
"""How long a version is believed before it is asked for again."""

_cache = Cache()


class _Version:
    """The version of the data, asked for at most once in `TRUSTED_SECONDS`."""

    def __init__(self, ask: Callable[[], int]) -> None:
        self._ask, self._known, self._until = ask, 0, 0.0

    def known(self) -> int:
        """The version, at most `TRUSTED_SECONDS` old."""
        if monotonic() >= self._until:
            self._known = self._ask()
            self._until = monotonic() + TRUSTED_SECONDS
        return self._known

    def doubt(self, *_: object) -> None:
        """Something was written: ask again."""
        self._until = 0.0


def install(app: Flask, redis_url: str, version: Callable[[], int]) -> None:
    """Set the cache up: in memory, or in Redis for several machines.

    Args:
        version: a number that grows with every write.
    """
    kind = {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": redis_url} if redis_url else {}
    memory = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": PAGES}
    _cache.init_app(app, {"CACHE_KEY_PREFIX": "page:", **(kind or memory)})
    app.extensions["data_version"] = kept = _Version(version)
    event.listen(Session, "after_commit", kept.doubt)


def forget() -> None:
    """Throw away every kept page (data was changed past the services: tests, a restored backup)."""
    _cache.clear()
    current_app.extensions["data_version"].doubt()


def same_for_visitors(view: V) -> V:
    """Keep a GET view's page for visitors who are not signed in and have no message waiting."""

    @wraps(view)
    def kept_or_made(*args: Any, **kwargs: Any) -> Any:
        if session or request.headers.get("HX-Request"):
            return view(*args, **kwargs)
        version = current_app.extensions["data_version"].known()
        language = request.cookies.get("lang", "")  # what the locale follows from (lms/app.py)
        key = f"{version}:{language}:{request.full_path}"
        body = _cache.get(key)
        if body is not None:
            return Response(body, mimetype="text/html")
        response = make_response(view(*args, **kwargs))
        if response.status_code == 200 and not session:
            _cache.set(key, response.get_data(), timeout=SECONDS)
        return response

    return kept_or_made  # type: ignore[return-value]  # the same signature, by wraps
