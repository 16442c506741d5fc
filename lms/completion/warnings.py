"""Warning in time: the threshold is near, or out of reach. After each roll call that is locked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select

from lms.attendance.models import AttendanceCorrected, RollCallLocked
from lms.attendance.queries import progress
from lms.audit import services as audit
from lms.catalogue.models import ClassSession
from lms.completion.criteria import Outlook
from lms.completion.models import AttendanceWarned, AttendanceWarning, WarningLevel
from lms.completion.queries import outlooks
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import enrolled


def level_of(ahead: Outlook, *, lost: bool) -> WarningLevel | None:
    """What to warn of, if anything. Pure.

    Args:
        lost: has anything been missed so far? Somebody who was always there needs no warning, even in
            a course of two days in which no day may be missed.
    """
    if not ahead.best.completed:
        return WarningLevel.out_of_reach
    return WarningLevel.near if lost and ahead.left and not ahead.spare else None


def after_lock(event: RollCallLocked) -> None:
    """Reaction: look at everybody of the offering."""
    offering = db.session.get_one(ClassSession, event.session_id).offering
    warn(enrolled(offering))


def after_correction(event: AttendanceCorrected) -> None:
    """Reaction: look at the person whose record has changed."""
    warn([db.session.get_one(Enrolment, event.enrolment_id)])


def warn(enrolments: Sequence[Enrolment]) -> None:
    """Warn those who need it and were not warned of it yet; the offerings are loaded."""
    ahead, so_far = outlooks(enrolments), progress(enrolments)
    told = _told([one.id for one in enrolments])
    for one in enrolments:
        passed = so_far[one.id]
        level = level_of(ahead[one.id], lost=passed.credited < passed.elapsed)
        if level is None or not ahead[one.id].left or (one.id, level) in told:
            continue
        db.session.execute(
            insert(AttendanceWarning), [{"enrolment_id": one.id, "level": level, "at": clock.now()}]
        )
        audit.record(None, "attendance.warn", one, level=level.value)
        announce(AttendanceWarned(one.id, level))


def _told(enrolment_ids: Sequence[int]) -> set[tuple[int, WarningLevel]]:
    statement = select(AttendanceWarning.enrolment_id, AttendanceWarning.level).where(
        AttendanceWarning.enrolment_id.in_(enrolment_ids)
    )
    return {(row[0], row[1]) for row in db.session.execute(statement)}
