"""Is the site alive?"""

from __future__ import annotations

from flask import Response

from lms.core.guard import public
from lms.site.views.blueprint import doors


@doors.get("/healthz")
@public
def healthz() -> Response:
    """Alive, for load balancers; touches nothing."""
    return Response("ok\n", mimetype="text/plain")
