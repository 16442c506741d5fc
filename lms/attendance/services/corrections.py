"""Correcting records after the lock."""

from __future__ import annotations

from lms.accounts.models import User
from lms.attendance.models import AttendanceCorrected, Source
from lms.attendance.queries import find_roll_call
from lms.attendance.saying import MarkInput, state_of
from lms.attendance.services.writing import changes, write
from lms.audit import services as audit
from lms.catalogue.models import ClassSession
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.text import gettext


def correct(
    *, actor: User, session: ClassSession, enrolment_id: int, said: MarkInput, reason: str
) -> None:
    """Change one record after the lock. The old value stays in the events and in the audit.

    Args:
        reason: why, for the record; must not be empty.

    Raises:
        Refused: the roll call is not locked yet, or the person is not on the sheet.
        Invalid: a time or a reason is missing or wrong.
    """
    roll_call = find_roll_call(session, lock=True)
    if roll_call is None or roll_call.locked_at is None:
        raise Refused("not-locked", gettext("This roll call is still open: mark it there."))
    if not reason.strip():
        raise Invalid({"reason": gettext("Please say why it is corrected.")})
    found = changes(session, {enrolment_id: said}, after_lock=True)
    if not found:
        raise Refused("same", gettext("This is what the record says already."))
    change = found[0]
    old = state_of(change.seated.record)
    write(actor, session, found, Source.correction, reason)
    audit.record(
        actor.id,
        "attendance.correct",
        roll_call,
        reason=reason,
        enrolment=enrolment_id,
        mark=[old, state_of(change.kept)],
    )
    announce(AttendanceCorrected(session.id, enrolment_id))
