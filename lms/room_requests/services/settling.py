"""What time decides by itself: nobody came, nobody decided, it is over. Called by the worker."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lms.classrooms.models import Occurrence
from lms.core import clock
from lms.core.db import db
from lms.room_requests.models import OPEN, RequestStatus, RoomRequest, RoomUse, StepReason
from lms.room_requests.queries import expired_times, no_show_times
from lms.room_requests.services.ending import give_back, live_times
from lms.room_requests.services.losing import lose_times
from lms.room_requests.services.steps import lock, take


def settle(request: RoomRequest) -> None:
    """Do what is due for a request now; nothing if nothing is, so it may be called at any time.

    * undecided when a time begins: that time is lost, and with the last one the request is refused;
    * approved, and nobody has checked in when the room's grace time has run out: the rest of that
      time is given back;
    * approved, and nothing lies ahead: used, or a no-show if each of its times was given back so.
    """
    lock(request)
    now = clock.now()
    if request.status in OPEN:
        expired = expired_times(request, now)
        if expired:
            lose_times(request, expired, StepReason.too_late, actor=None)
    elif request.status is RequestStatus.approved:
        missed = no_show_times(request, now)
        if missed:
            _release(request, missed)
        if all(one.ends_at <= now for one in live_times(request)):
            _finish(request)


def _release(request: RoomRequest, occurrences: Sequence[Occurrence]) -> None:
    """Give back what nobody came to. The step is told now, unless it is the request's last."""
    now = clock.now()
    for occurrence in occurrences:
        db.session.add(RoomUse(occurrence_id=occurrence.id, request_id=request.id, released_at=now))
    give_back(occurrences, None, StepReason.nobody_came.label)
    db.session.flush()
    if live_times(request) or not _all_missed(request):
        take(
            request, "room_requests.release", request.status, StepReason.nobody_came,
            actor=None, lost=occurrences,
        )  # fmt: skip


def _finish(request: RoomRequest) -> None:
    if _all_missed(request):
        missed = [use.occurrence for use in _uses(request)]
        take(
            request, "room_requests.no_show", RequestStatus.no_show, StepReason.nobody_came,
            actor=None, lost=missed,
        )  # fmt: skip
    else:
        take(
            request, "room_requests.finish", RequestStatus.used, StepReason.over,
            actor=None, quietly=True,
        )  # fmt: skip


def _all_missed(request: RoomRequest) -> bool:
    """Was every time given back because nobody came? (Those given up before don't count.)"""
    uses = _uses(request)
    return bool(uses) and not live_times(request) and all(use.released_at for use in uses)


def _uses(request: RoomRequest) -> Sequence[RoomUse]:
    statement = (
        select(RoomUse).where(RoomUse.request_id == request.id).order_by(RoomUse.occurrence_id)
    )
    return db.session.scalars(statement).all()
