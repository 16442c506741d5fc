"""What the asker does with a request: answer, give up, check in."""

from __future__ import annotations

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext, moment
from lms.room_requests.deadlines import EARLY, cancel_until, may_check_in
from lms.room_requests.models import (
    OPEN,
    RequestStatus,
    RequestStep,
    RoomRequest,
    RoomUse,
    StepReason,
)
from lms.room_requests.services.ending import give_back, live_times, times_to_end
from lms.room_requests.services.steps import lock, take
from lms.room_requests.wording import time_in_words


def answer(*, actor: User, request: RoomRequest, message: str) -> RequestStep:
    """Answer what the academy wanted to know; it looks at the request again.

    Raises:
        Refused: nothing was asked.
    """
    lock(request)
    if request.status is not RequestStatus.needs_more:
        raise Refused("not-asked", gettext("The academy has not asked for anything more."))
    return take(
        request, "room_requests.answer", RequestStatus.reviewing, StepReason.asked,
        actor=actor, message=message, quietly=True,
    )  # fmt: skip


def cancel(*, actor: User, request: RoomRequest, message: str) -> RequestStep:
    """Give a request up: undecided at any time, approved until the room's deadline.

    Of an approved one that has begun, what lies ahead can be given up time by time.

    Raises:
        Refused: the deadline has passed, or there is nothing left to give up.
    """
    lock(request)
    check_cancel(request)
    lost = times_to_end(request)
    step = take(
        request, "room_requests.cancel", RequestStatus.cancelled, StepReason.asked,
        actor=actor, message=message, lost=lost,
    )  # fmt: skip
    give_back(lost, actor, message)
    return step


def check_cancel(request: RoomRequest) -> None:
    """May the whole request be given up now?

    Raises:
        Refused: no, with what can be done instead.
    """
    if request.status is RequestStatus.approved:
        for occurrence in live_times(request):
            check_cancel_time(occurrence)


def cancel_time(
    *, actor: User, request: RoomRequest, occurrence: Occurrence, message: str
) -> RequestStep:
    """Give up one time of a request; with the last one the request is given up.

    Raises:
        Refused: as for `cancel`, for this time.
    """
    lock(request)
    if occurrence not in live_times(request) or not _is_live(request):
        raise Refused("nothing", gettext("This time is given up already."))
    if request.status is RequestStatus.approved:
        check_cancel_time(occurrence)
    last = len(live_times(request)) == 1
    status = RequestStatus.cancelled if last else request.status
    step = take(
        request, "room_requests.cancel_time", status, StepReason.asked,
        actor=actor, message=message, lost=[occurrence],
    )  # fmt: skip
    give_back([occurrence], actor, message)
    return step


def check_cancel_time(occurrence: Occurrence) -> None:
    """May an approved time be given up now?

    Raises:
        Refused: the room's deadline has passed.
    """
    until = cancel_until(occurrence.starts_at, occurrence.room.cancel_by_hours)
    if clock.now() >= until:
        raise Refused(
            "cancel-closed",
            gettext(
                "Giving up %(time)s was possible until %(moment)s. Please call the academy.",
                time=time_in_words(occurrence.starts_at, occurrence.ends_at),
                moment=moment(until),
            ),
        )


def check_in(*, actor: User, request: RoomRequest, occurrence: Occurrence) -> RoomUse:
    """Say that one is there; the room is then kept. Doing it twice changes nothing.

    Raises:
        Refused: the request is not approved, or it is not the time for it.
    """
    lock(request)
    there = db.session.get(RoomUse, occurrence.id)
    if there is not None and there.checked_in_at is not None:
        return there
    confirmed = occurrence.status is OccurrenceStatus.confirmed
    if request.status is not RequestStatus.approved or not confirmed or there is not None:
        raise Refused("not-yours", gettext("The room is not kept for this request now."))
    if not may_check_in(occurrence.starts_at, occurrence.ends_at, clock.now()):
        raise Refused(
            "not-now",
            gettext(
                "You can check in from %(start)s until %(end)s.",
                start=moment(occurrence.starts_at - EARLY),
                end=moment(occurrence.ends_at),
            ),
        )
    use = RoomUse(
        occurrence_id=occurrence.id,
        request_id=request.id,
        checked_in_at=clock.now(),
        checked_in_by_id=actor.id,
    )
    db.session.add(use)
    audit.record(actor.id, "room_requests.check_in", request, occurrence=occurrence.id)
    return use


def _is_live(request: RoomRequest) -> bool:
    return request.status in OPEN or request.status is RequestStatus.approved
