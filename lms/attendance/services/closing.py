"""Roll calls that nobody locks close by themselves, some days after the class.

The instructors are reminded a day before. Whom nobody has marked by then is not made absent by a
machine: the record stays not confirmed, counts neither for nor against (with the scheduled minutes
left out as well), and stands on the operators' list until one of them has said how it was. Nobody
is judged before that. Source of the rule: unconfirmed days are left out of both numerator and
denominator, and staff settle them.
"""

from __future__ import annotations

from datetime import timedelta

from lms.attendance.models import RollCall, RollCallOverdue
from lms.attendance.queries import find_roll_call, overdue_sessions, people
from lms.attendance.services.roll_calls import (
    begun_roll_call,
    excuse_on_the_sheet,
    let_stand,
)
from lms.audit import services as audit
from lms.catalogue.models import ClassSession
from lms.catalogue.queries import academy_rule
from lms.core import clock
from lms.core.db import db
from lms.core.events import announce

NOTICE = timedelta(days=1)
"""So long before it closes the instructors are reminded, whatever the days say."""

AT_ONCE = 20
"""How many roll calls are looked at in one go."""


def close_overdue() -> None:
    """Remind of roll calls whose last day has begun, and close those whose last day is over."""
    days = academy_rule().lock_days
    if not days:
        return
    last_day = clock.today() - timedelta(days=days)
    for session in overdue_sessions(clock.day_bounds(last_day)[1], reminded=False, limit=AT_ONCE):
        _remind(session)
    ended_before = clock.day_bounds(last_day)[0]
    for session in overdue_sessions(
        ended_before, reminded=True, reminded_before=clock.now() - NOTICE, limit=AT_ONCE
    ):
        _close(session)


def _held_roll_call(session: ClassSession) -> RollCall | None:
    """As it is now: an instructor may have locked it while this transaction waited."""
    roll_call = find_roll_call(session, lock=True)
    if roll_call is not None:
        db.session.refresh(roll_call)
    return roll_call


def _remind(session: ClassSession) -> None:
    roll_call = _held_roll_call(session)
    if roll_call is None:
        roll_call = begun_roll_call(session)
    if roll_call.locked_at is not None or roll_call.reminded_at is not None:
        return
    roll_call.reminded_at = clock.now()
    audit.record(None, "attendance.remind", roll_call)
    announce(RollCallOverdue(session.id))


def _close(session: ClassSession) -> None:
    roll_call = _held_roll_call(session)
    if roll_call is None or roll_call.locked_at is not None or session.called_off_at is not None:
        return
    seated = people(session)
    unsaid = {one.enrolment.id for one in seated if not one.settled and not one.held}
    unsaid = excuse_on_the_sheet(None, session, unsaid)
    held = sum(one.held for one in seated)
    audit.record(None, "attendance.close", roll_call, unconfirmed=len(unsaid) + held)
    let_stand(None, session, roll_call)
