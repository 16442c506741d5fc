"""Scans that were refused are noted: who, when, why; a row a reason, counted up.

Written after the answer, in a transaction of its own (the refused step saves nothing).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.attendance import codes
from lms.attendance.models import Refusal, RefusedScan
from lms.attendance.queries import classes_on_now, on_now
from lms.attendance.services.scanning import key
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db

NOTES_KEPT = timedelta(days=90)
"""So long notes are kept after the last scan."""

COUNTED_TO = 999
"""Whoever goes on after so many is not counted any more, and costs nothing."""

REASONS = {
    "expired": Refusal.expired,
    "locked": Refusal.locked,
    "not-seen": Refusal.not_seen,
    "too-often": Refusal.too_often,
}
"""The note for the code of a refusal; for the others the code that was sent decides."""


def note_refusal(person: User, typed: str, code: str, moment: datetime) -> None:
    """Note that a scan was refused.

    Nothing is noted of people who have no class now and send a code that no class has: there is no
    sheet on which it would help anybody.

    Args:
        typed: what was sent. code: of the refusal. moment: when it was scanned.
    """
    own = on_now(person, clock.now())
    meant = _class_of(typed, moment)
    session = next((one for one in own if meant and one.id == meant.id), None)
    session = session or (own[0] if own else meant)
    if session is None:
        return
    unknown = Refusal.other_class if meant else Refusal.guessed
    _count(session.id, person.id, REASONS.get(code, unknown))


def _class_of(typed: str, moment: datetime) -> ClassSession | None:
    """The class that is on now whose code this is, anybody's."""
    on = {one.id: one for one in classes_on_now(clock.now())}
    shown = [codes.Shown(one.id, one.starts_at) for one in on.values()]
    reading = codes.read(key(), typed, shown, moment)
    return on[reading.session_id] if reading else None


def _count(session_id: int, user_id: int, why: Refusal) -> None:
    the_row = (
        RefusedScan.session_id == session_id,
        RefusedScan.user_id == user_id,
        RefusedScan.why == why,
    )
    more = update(RefusedScan).where(*the_row, RefusedScan.times < COUNTED_TO)
    more = more.values(times=RefusedScan.times + 1, last_at=clock.now())
    if db.session.scalar(select(RefusedScan.id).where(*the_row)) is not None:
        db.session.execute(more)
        return
    try:
        with db.session.begin_nested():
            now = clock.now()
            first = RefusedScan(
                session_id=session_id, user_id=user_id, why=why, times=1, first_at=now, last_at=now
            )
            db.session.add(first)
    except IntegrityError:  # the same person, a moment ago
        db.session.execute(more)


def forget_old_refusals() -> None:
    """Remove notes that have been kept long enough."""
    old = RefusedScan.last_at < clock.now() - NOTES_KEPT
    db.session.execute(delete(RefusedScan).where(old))
