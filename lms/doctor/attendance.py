"""Does attendance keep its promises? Roll calls close, corrections have two people, old notes go."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from lms.attendance.models import Correction, CorrectionStatus, RefusedScan, TypedSheet
from lms.attendance.queries import overdue_sessions
from lms.attendance.services.closing import AT_ONCE, NOTICE
from lms.attendance.services.refusals import NOTES_KEPT
from lms.attendance.services.typed_sheets import KEPT
from lms.catalogue.queries import academy_rule
from lms.core import clock
from lms.core.db import db
from lms.doctor.data import named

LATE = timedelta(hours=1)
"""How long after its time something may still be there before it counts as stuck."""


def roll_calls_close() -> list[str]:
    """A roll call whose instructors were reminded closes when its time is over."""
    days = academy_rule().lock_days
    if not days:
        return []
    found = overdue_sessions(
        clock.day_bounds((clock.now() - LATE).date() - timedelta(days=days))[0],
        reminded=True,
        reminded_before=clock.now() - NOTICE - LATE,
        limit=AT_ONCE,
    )
    return named(f"The roll call of class session {one.id} has not closed." for one in found)


def corrections_have_two_people() -> list[str]:
    """Whoever asked for a correction hasn't decided it, and what is decided has a person."""
    decided = Correction.status != CorrectionStatus.asked
    wrong = decided & (
        Correction.decided_by_id.is_(None) | (Correction.decided_by_id == Correction.asked_by_id)
    )
    statement = select(Correction.id).where(wrong).order_by(Correction.id)
    return named(
        f"Correction {id_} was decided by nobody else." for id_ in db.session.scalars(statement)
    )


def old_notes_are_gone() -> list[str]:
    """Refused scans and uploaded sheets are kept no longer than was said."""
    old = {
        "refused scans": select(func.count(RefusedScan.id)).where(
            RefusedScan.last_at < clock.now() - NOTES_KEPT - LATE
        ),
        "uploaded sheets": select(func.count(TypedSheet.id)).where(
            TypedSheet.uploaded_at < clock.now() - KEPT - LATE
        ),
    }
    counts = {what: db.session.scalar(statement) for what, statement in old.items()}
    return named(f"{count} {what} are kept too long." for what, count in counts.items() if count)
