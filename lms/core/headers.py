"""Security headers: no script, style, frame or address from anywhere but here."""

from __future__ import annotations

from flask import Flask, Response, request

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


def install(app: Flask, *, https: bool) -> None:
    """Set the headers on every answer.

    Args:
        https: the site is served over TLS, so browsers may be told to insist on it.
    """

    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if https:
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "private, no-store")
        return response

    app.after_request(harden)
