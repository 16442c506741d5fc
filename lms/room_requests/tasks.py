"""What the worker does for requests."""

from __future__ import annotations

from datetime import datetime

from lms.core.db import db
from lms.jobs.registry import job, sweep
from lms.room_requests import queries, services
from lms.room_requests.models import RoomRequest

SETTLE = "room_requests.settle"


@job(SETTLE)
def settle(request_id: int) -> None:
    """Do what time has decided about a request."""
    request = db.session.get(RoomRequest, request_id)
    if request is not None:
        services.settle(request)


@sweep(SETTLE)
def due(moment: datetime) -> list[int]:
    """Requests for which something is due."""
    return queries.due(moment)
