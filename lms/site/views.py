"""Doors of the site: home, the desk's first page, legal pages, health, language."""

from __future__ import annotations

from flask import Blueprint, Response

from lms.core.guard import public

doors = Blueprint("site", __name__)


@doors.get("/healthz")
@public
def healthz() -> Response:
    """Alive, for load balancers; touches nothing."""
    return Response("ok\n", mimetype="text/plain")
