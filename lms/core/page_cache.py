"""Pages that look the same to every visitor are made once and kept until something is written.

Each write leaves one audit entry, so the last entry's number is the version of the whole data: one
indexed look-up tells whether a kept page still holds. What changes by the clock alone (a window
opens) is at most `SECONDS` late. People who are signed in always get a page made for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, request, session
from flask_babel import get_locale
from flask_caching import Cache

V = TypeVar("V", bound=Callable[..., Any])

SECONDS = 20
PAGES = 500

_cache = Cache()


def install(app: Flask, redis_url: str, version: Callable[[], int]) -> None:
    """Set the cache up: in memory, or in Redis for several machines.

    Args:
        version: a number that grows with every write.
    """
    kind = {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": redis_url} if redis_url else {}
    memory = {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": PAGES}
    _cache.init_app(app, {"CACHE_KEY_PREFIX": "page:", **(kind or memory)})
    app.extensions["data_version"] = version


def forget() -> None:
    """Throw away every kept page (data was changed past the services: tests, a restored backup)."""
    _cache.clear()


def same_for_visitors(view: V) -> V:
    """Keep a GET view's page for visitors who are not signed in and have no message waiting."""

    @wraps(view)
    def kept_or_made(*args: Any, **kwargs: Any) -> Any:
        if session or request.headers.get("HX-Request"):
            return view(*args, **kwargs)
        version = current_app.extensions["data_version"]()
        key = f"{version}:{get_locale()}:{request.full_path}"
        body = _cache.get(key)
        if body is not None:
            return Response(body, mimetype="text/html")
        response = make_response(view(*args, **kwargs))
        if response.status_code == 200 and not session:
            _cache.set(key, response.get_data(), timeout=SECONDS)
        return response

    return kept_or_made  # type: ignore[return-value]  # the same signature, by wraps
