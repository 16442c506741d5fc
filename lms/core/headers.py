"""Security headers: no script, style, frame or address from anywhere but here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

YEAR = 365 * 24 * 3600

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Flask, *, https: bool) -> None:
    """Set the headers on every answer.

    Args:
        https: the site is served over TLS, so browsers are told to insist on it.
    """
    headers = {**ALWAYS, **({"Strict-Transport-Security": f"max-age={YEAR}"} if https else {})}
    app.wsgi_app = _with(app.wsgi_app, list(headers.items()))  # type: ignore[assignment, method-assign]  # Flask wraps so
    app.after_request(_keep_private)


def _with(site: WSGIApplication, headers: list[tuple[str, str]]) -> WSGIApplication:
    """The site with headers added to each answer: here they cost nothing, in Flask one check each."""

    def hardened(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, given + headers, *rest)

        return site(environ, start)

    return hardened


def _keep_private(response: Response) -> Response:
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response
