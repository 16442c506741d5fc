"""Giving rooms back: one occurrence, one and all that follow, or all that a booking still has.

Like whoever books, one locks the rooms first: what is being confirmed or moved at the same moment is
seen as it is then, and nobody waits in a ring.
"""

from __future__ import annotations

from collections.abc import Sequence

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.events import BookingCancelled
from lms.classrooms.models import Booking, Occurrence, OccurrenceStatus
from lms.classrooms.services.moving import following
from lms.classrooms.services.placing import facts, lock, reread, set_status
from lms.core.events import announce


def cancel_occurrence(*, actor: User | None, occurrence: Occurrence, reason: str) -> None:
    """Give the room back once; doing it twice changes nothing.

    Args:
        actor: None when the system does it by itself.
    """
    cancel_occurrences(actor=actor, occurrences=[occurrence], reason=reason)


def cancel_occurrences(
    *, actor: User | None, occurrences: Sequence[Occurrence], reason: str
) -> None:
    """The same for several, of one booking or of many; what is cancelled already stays so."""
    for each in _still_live(occurrences):
        old = each.status
        _cancel(actor, [each], reason)
        audit.record(
            actor.id if actor else None,
            "classrooms.cancel",
            each,
            reason=reason,
            status=[old, each.status],
            **facts(each),
        )


def cancel_following(*, actor: User, occurrence: Occurrence, reason: str) -> list[Occurrence]:
    """Cancel an occurrence and all later live ones of its booking; the earlier ones stay."""
    cancelled = _still_live(following(occurrence))
    if cancelled:
        _cancel(actor, cancelled, reason)
        audit.record(
            actor.id,
            "classrooms.cancel_following",
            occurrence.booking,
            reason=reason,
            times=len(cancelled),
            **facts(cancelled[0]),
        )
    return cancelled


def release(*, actor: User | None, booking: Booking, reason: str) -> list[Occurrence]:
    """Give back every room that a booking still has, provisionally or for sure."""
    live = _still_live(booking.occurrences)
    if live:
        _cancel(actor, live, reason)
        audit.record(
            actor.id if actor else None,
            "classrooms.release",
            booking,
            reason=reason,
            times=len(live),
        )
    return live


def _still_live(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Those that take a room once nobody else can change that."""
    live = [each for each in occurrences if each.is_live]
    if not live:
        return []
    lock(each.room for each in live)
    reread(live)
    return [each for each in live if each.is_live]


def _cancel(actor: User | None, occurrences: Sequence[Occurrence], reason: str) -> None:
    for each in occurrences:
        set_status(each, OccurrenceStatus.cancelled)
        each.revision += 1
    announce(
        BookingCancelled(
            booking_id=occurrences[0].booking_id,
            occurrence_ids=tuple(each.id for each in occurrences),
            by_id=actor.id if actor else None,
            reason=reason,
        )
    )
