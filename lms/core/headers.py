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

    def harden(response: Response) -> Response:
        response.headers.extend(headers)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    app.after_request(harden)
