"""Correcting records after the lock: alone for some days, later only with a second person.

After the academy's number of days a record is closed. Then one person asks with a reason, and another
approves; the record keeps its old value until then, and the events keep it for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from lms.accounts.models import User
from lms.attendance.marks import EventKind
from lms.attendance.models import (
    AttendanceCorrected,
    Correction,
    CorrectionStatus,
    RollCall,
    Source,
)
from lms.attendance.queries import find_roll_call
from lms.attendance.saying import MarkInput, state_of
from lms.attendance.services.writing import Change, changes, write
from lms.audit import services as audit
from lms.catalogue.models import ClassSession
from lms.catalogue.queries import academy_rule
from lms.core import clock
from lms.core.clock import to_seoul
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.text import gettext


def closes_at(session: ClassSession, close_days: int) -> datetime:
    """From when the records of a class session are closed: the end of the last day, in Seoul.

    Args:
        close_days: days after the class in which one person alone may correct.
    """
    last = to_seoul(session.ends_at).date() + timedelta(days=close_days)
    return clock.day_bounds(last)[1]


def is_closed(session: ClassSession) -> bool:
    """Does a correction need a second person by now?"""
    return clock.now() >= closes_at(session, academy_rule().close_days)


def correct(
    *, actor: User, session: ClassSession, enrolment_id: int, said: MarkInput, reason: str
) -> Correction | None:
    """Change one record after the lock, or ask for it when the record is closed.

    Args:
        reason: why, for the record; must not be empty.

    Returns:
        The correction that waits for a second person, or None: it is done.

    Raises:
        Refused: the roll call is not locked yet, the person is not on the sheet, the record says so
            already, or a correction of it waits already.
        Invalid: a time or a reason is missing or wrong.
    """
    found = _changes(session, {enrolment_id: said}, reason)
    if not found:
        raise Refused("same", gettext("This is what the record says already."))
    return correct_all(actor, session, found, reason).get(enrolment_id)


def correct_all(
    actor: User,
    session: ClassSession,
    found: Sequence[Change],
    reason: str,
    source: Source = Source.correction,
) -> dict[int, Correction]:
    """Change records of one locked sheet, or ask for it where they are closed.

    What nobody has confirmed yet is no value to be changed: one person settles it, whenever.

    Returns:
        By enrolment id: the corrections that wait for a second person; the others are done.

    Raises:
        Refused: a correction of one of the records waits already.
    """
    closed, roll_call = is_closed(session), find_roll_call(session)
    asked = [one for one in found if needs_second_person(roll_call, one, closed=closed)]
    for change in found:
        if change not in asked:
            _apply(actor, session, change, reason, source)
    _refuse_what_waits(session, asked)
    return {one.seated.enrolment.id: _ask(actor, session, one, reason, source) for one in asked}


def needs_second_person(roll_call: RollCall | None, change: Change, *, closed: bool) -> bool:
    """A closed record does, unless the sheet closed by itself without a word on the person."""
    by_itself = roll_call is not None and roll_call.closed_by_itself
    return closed and not (by_itself and not change.seated.settled)


def _refuse_what_waits(session: ClassSession, asked: Sequence[Change]) -> None:
    waiting = select(Correction.id).where(
        Correction.session_id == session.id,
        Correction.enrolment_id.in_([one.seated.enrolment.id for one in asked]),
        Correction.status == CorrectionStatus.asked,
    )
    if asked and db.session.scalars(waiting).first() is not None:
        raise Refused("waits", gettext("A correction of this record waits for approval already."))


def _ask(
    actor: User, session: ClassSession, change: Change, reason: str, source: Source
) -> Correction:
    said = change.said
    correction = Correction(
        session_id=session.id,
        enrolment_id=change.seated.enrolment.id,
        mark=said.mark,
        arrived_at=said.arrived_at,
        left_at=said.left_at,
        away_from=said.away_from,
        away_until=said.away_until,
        excuse=said.reason[:500],
        reason=reason[:500],
        was=state_of(change.seated.record),
        source=source,
        status=CorrectionStatus.asked,
        asked_by_id=actor.id,
        asked_at=clock.now(),
    )
    db.session.add(correction)
    audit.record(actor.id, "attendance.ask_correction", correction, reason=reason)
    return correction


def decide_correction(
    *, actor: User, correction: Correction, approve: bool, decision: str = ""
) -> None:
    """Approve or refuse the correction of a closed record, as a second person.

    Raises:
        Refused: decided already, asked by the same person, or the record has changed since.
        Invalid: refused without a reason.
    """
    db.session.execute(
        select(Correction.id).where(Correction.id == correction.id).with_for_update()
    )
    db.session.refresh(correction)
    if correction.status is not CorrectionStatus.asked:
        raise Refused("decided", gettext("This correction was decided already."))
    if correction.asked_by_id == actor.id:
        raise Refused("same-person", gettext("A second person has to approve your correction."))
    if not approve and not decision.strip():
        raise Invalid({"decision": gettext("Please say why it is refused.")})
    correction.status = CorrectionStatus.approved if approve else CorrectionStatus.refused
    correction.decided_by_id, correction.decided_at = actor.id, clock.now()
    correction.decision = decision[:500]
    db.session.flush()
    audit.record(
        actor.id, "attendance.decide_correction", correction, approved=approve, reason=decision
    )
    if approve:
        _approve(actor, correction)


def _approve(actor: User, correction: Correction) -> None:
    said = {correction.enrolment_id: _said(correction)}
    found = _changes(correction.session, said, correction.reason)
    if not found:
        raise Refused("same", gettext("This is what the record says already."))
    _apply(actor, correction.session, found[0], correction.reason, correction.source)


def _said(correction: Correction) -> MarkInput:
    """What was asked for; refused if the record says something else than it did then."""
    return MarkInput(
        mark=correction.mark,
        arrived_at=correction.arrived_at,
        left_at=correction.left_at,
        away_from=correction.away_from,
        away_until=correction.away_until,
        reason=correction.excuse,
        was=correction.was,
    )


def _changes(session: ClassSession, said: Mapping[int, MarkInput], reason: str) -> list[Change]:
    roll_call = find_roll_call(session, lock=True)
    if roll_call is None or roll_call.locked_at is None:
        raise Refused("not-locked", gettext("This roll call is still open: mark it there."))
    if not reason.strip():
        raise Invalid({"reason": gettext("Please say why it is corrected.")})
    return changes(session, said, after_lock=True)


def _apply(actor: User, session: ClassSession, change: Change, reason: str, source: Source) -> None:
    enrolment_id = change.seated.enrolment.id
    old = state_of(change.seated.record)
    write(actor, session, [change], source, reason, kind=EventKind.correction)
    audit.record(
        actor.id,
        "attendance.correct",
        session,
        reason=reason,
        enrolment=enrolment_id,
        mark=[old, state_of(change.kept)],
    )
    announce(AttendanceCorrected(session.id, enrolment_id))
