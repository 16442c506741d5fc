"""Giving rooms back: one occurrence, one and all that follow, or all that a booking still has."""

from __future__ import annotations

from collections.abc import Sequence

from lms.accounts.models import User
from lms.audit import services as audit
from lms.classrooms.events import BookingCancelled
from lms.classrooms.models import Booking, Occurrence, OccurrenceStatus
from lms.classrooms.services.moving import following
from lms.classrooms.services.placing import facts, set_status
from lms.core.events import announce


def cancel_occurrence(*, actor: User | None, occurrence: Occurrence, reason: str) -> None:
    """Give the room back once; doing it twice changes nothing.

    Args:
        actor: None when the system does it by itself.
    """
    if not occurrence.is_live:
        return
    old = occurrence.status
    _cancel(actor, [occurrence], reason)
    audit.record(
        actor.id if actor else None,
        "classrooms.cancel",
        occurrence,
        reason=reason,
        status=[old, occurrence.status],
        **facts(occurrence),
    )


def cancel_following(*, actor: User, occurrence: Occurrence, reason: str) -> list[Occurrence]:
    """Cancel an occurrence and all later live ones of its booking; the earlier ones stay."""
    cancelled = following(occurrence)
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
    live = [each for each in booking.occurrences if each.is_live]
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
