"""Taking the place of requests: knowingly, and never without telling."""

from __future__ import annotations

from collections.abc import Sequence

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.events import RequestPushedOut
from lms.classrooms.models import Occurrence, OccurrenceStatus
from lms.classrooms.preview import Taken
from lms.classrooms.services.placing import facts, set_status
from lms.classrooms.services.refusals import PushesOut
from lms.core.db import db
from lms.core.events import announce


def check_push_out(met: Sequence[Taken], push_out: bool) -> None:
    """May what stands there provisionally be pushed out?

    Raises:
        PushesOut: something does, and nobody has said that it may.
    """
    if met and not push_out:
        raise PushesOut(met)


def make_way(actor: User, met: Sequence[Taken], occurrences: Sequence[Occurrence]) -> None:
    """Cancel what stood there provisionally: an audit row for each, an event for each booking.

    Args:
        met: as `check_free` has found it. occurrences: what takes its place.
    """
    lost: dict[int, list[int]] = {}
    for taken in met:
        loser = db.session.get_one(Occurrence, taken.id)
        by = next(
            (o for o in occurrences if o.room_id == taken.room_id and _overlap(o, taken)),
            occurrences[0],
        )
        set_status(loser, OccurrenceStatus.cancelled)
        loser.revision += 1
        audit.record(actor.id, "classrooms.push_out", loser, by=by.booking.title, **facts(loser))
        lost.setdefault(loser.booking_id, []).append(loser.id)
    for booking_id, ids in lost.items():
        announce(RequestPushedOut(booking_id, tuple(ids)))


def _overlap(occurrence: Occurrence, taken: Taken) -> bool:
    return (
        occurrence.blocked_from < taken.blocked_until
        and occurrence.blocked_until > taken.blocked_from
    )
