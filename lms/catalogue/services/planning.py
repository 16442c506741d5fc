"""Booking a planned offering: its days and all its classes in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Offering, OfferingStatus
from lms.catalogue.services.offerings import set_days
from lms.catalogue.services.scheduling import Planned, schedule_sessions
from lms.classrooms.models import Layout
from lms.core import clock


def plan_classes(
    *,
    actor: User,
    offering: Offering,
    classes: Sequence[Planned],
    instructors: Sequence[User] = (),
    people: int | None = None,
    layout: Layout = Layout.lecture,
    push_out: bool = False,
    despite_clashes: bool = False,
) -> list[ClassSession]:
    """Give the offering the days of its classes, and schedule them: all or nothing.

    Raises:
        RoomTaken, PushesOut, Refused: as for `schedule_sessions` and `set_days`.
    """
    if classes:
        starts_on, ends_on = days_with(offering, classes)
        set_days(actor=actor, offering=offering, starts_on=starts_on, ends_on=ends_on)
    return schedule_sessions(
        actor=actor,
        offering=offering,
        classes=classes,
        instructors=instructors,
        people=people,
        layout=layout,
        push_out=push_out,
        despite_clashes=despite_clashes,
    )


def days_with(offering: Offering, classes: Sequence[Planned]) -> tuple[date, date]:
    """First and last day of an offering with these classes added.

    A draft has exactly the days of its classes; a published offering keeps those it was published
    with, and only grows.
    """
    starts = [each.block.starts_at for each in classes]
    starts += [session.starts_at for session in offering.live_sessions]
    days = sorted(clock.to_seoul(start).date() for start in starts)
    if offering.status is OfferingStatus.draft:
        return days[0], days[-1]
    return min(days[0], offering.starts_on), max(days[-1], offering.ends_on)
