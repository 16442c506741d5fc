"""Taking roll calls: open, mark, lock, correct. Events are added; records follow from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, update

from lms.accounts.models import User
from lms.attendance.marks import Mark
from lms.attendance.models import (
    AttendanceCorrected,
    AttendanceEvent,
    AttendanceRecord,
    RollCall,
    RollCallLocked,
    Source,
    block_of,
)
from lms.attendance.queries import Seated, find_roll_call, people, records_of
from lms.attendance.records import record
from lms.attendance.saying import (
    Kept,
    MarkInput,
    event_of,
    outcome,
    problem,
    state_of,
    with_present_moment,
)
from lms.audit import services as audit
from lms.catalogue.events import SessionMoved
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.text import gettext, hour, moment

OPENS_BEFORE = timedelta(minutes=30)
"""A roll call opens so long before the class starts."""

LOCKS_BEFORE = timedelta(minutes=30)
"""A roll call can be locked so long before the class ends."""


@dataclass(frozen=True)
class _Change:
    """One event about to be written, and what the record comes to."""

    seated: Seated
    said: MarkInput
    kept: Kept


def opens_at(session: ClassSession) -> datetime:
    """From when a roll call can be taken."""
    return session.starts_at - OPENS_BEFORE


def locks_at(session: ClassSession) -> datetime:
    """From when a roll call can be locked."""
    return session.ends_at - LOCKS_BEFORE


def open_roll_call(*, actor: User, session: ClassSession) -> RollCall:
    """The roll call of a class session, opened now if it was not; others wait for this transaction.

    Raises:
        Refused: too early, called off, or locked already.
    """
    roll_call = find_roll_call(session, lock=True)
    if session.called_off_at is not None:
        raise Refused("called-off", gettext("This class was called off."))
    if clock.now() < opens_at(session):
        sentence = gettext(
            "The roll call of this class opens at %(at)s.", at=moment(opens_at(session))
        )
        raise Refused("too-early", sentence)
    if roll_call is None:
        roll_call = RollCall(session_id=session.id, opened_at=clock.now())
        db.session.add(roll_call)
    if roll_call.locked_at is not None:
        raise Refused("locked", gettext("This roll call is locked. An operator can correct it."))
    return roll_call


def mark(*, actor: User, session: ClassSession, marks: Mapping[int, MarkInput]) -> dict[int, Kept]:
    """Say how it was for some people, by enrolment id; who is not named keeps what was said.

    One event for each mark that differs from the record; records follow.

    Returns:
        What the records say now, by enrolment id, of those that changed.

    Raises:
        Refused: not open, or somebody else has changed a mark meanwhile, or left the offering.
        Invalid: a time or a reason is missing or wrong; one sentence for each enrolment id.
    """
    roll_call = open_roll_call(actor=actor, session=session)
    changes = _changes(session, marks)
    _write(actor, session, changes, Source.roll_call)
    if changes:
        audit.record(actor.id, "attendance.mark", roll_call, people=len(changes))
    return {change.seated.enrolment.id: change.kept for change in changes}


def lock(
    *, actor: User, session: ClassSession, unsettled: Collection[int] | None = None
) -> RollCall:
    """Close the sheet. Whoever is not settled is absent; from now on only corrections change it.

    Args:
        unsettled: enrolment ids that the person was told would be absent; refused if there are others.

    Raises:
        Refused: too early, locked already, or the list has changed.
    """
    roll_call = open_roll_call(actor=actor, session=session)
    if clock.now() < locks_at(session):
        sentence = gettext("This roll call can be locked from %(at)s.", at=hour(locks_at(session)))
        raise Refused("too-early", sentence)
    open_ids = {one.enrolment.id for one in people(session) if not one.settled}
    if unsettled is not None and open_ids != set(unsettled):
        raise Refused(
            "changed", gettext("The roll call has changed meanwhile. Please look at it again.")
        )
    absent = {enrolment_id: MarkInput(Mark.absent) for enrolment_id in open_ids}
    _write(actor, session, _changes(session, absent), Source.roll_call)
    _recount(session)
    roll_call.locked_at = clock.now()
    roll_call.locked_by_id = actor.id
    audit.record(actor.id, "attendance.lock", roll_call, absent_by_default=len(open_ids))
    db.session.flush()
    announce(RollCallLocked(session.id))
    return roll_call


def stay_with_the_marks(event: SessionMoved) -> None:
    """Reaction: a class that somebody was marked in begins when it did; its room and end may change.

    Raises:
        Refused: it would begin at another time.
    """
    session = db.session.get_one(ClassSession, event.session_id)
    if session.starts_at != event.old_start and any(one.settled for one in people(session)):
        sentence = gettext(
            "People are marked in the roll call of this class already, so it begins as planned. "
            "Call it off and schedule a new one instead."
        )
        raise Refused("marked", sentence)


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
    changes = _changes(session, {enrolment_id: said})
    if not changes:
        raise Refused("same", gettext("This is what the record says already."))
    change = changes[0]
    old = state_of(change.seated.record)
    _write(actor, session, changes, Source.correction, reason)
    audit.record(
        actor.id,
        "attendance.correct",
        roll_call,
        reason=reason,
        enrolment=enrolment_id,
        mark=[old, state_of(change.kept)],
    )
    announce(AttendanceCorrected(session.id, enrolment_id))


def _recount(session: ClassSession) -> None:
    """The end or the break may have been moved since people were marked: count their minutes anew."""
    block, grace = block_of(session), session.offering.rule_grace
    for one in records_of(session):
        result = record(block, [one.said], grace)
        if one.result != result:
            one.mark, one.minutes, one.incidents = result.mark, result.minutes, result.incidents


def _changes(session: ClassSession, marks: Mapping[int, MarkInput]) -> list[_Change]:
    if not marks:
        return []
    block, grace = block_of(session), session.offering.rule_grace
    seated = {one.enrolment.id: one for one in people(session)}
    if gone := set(marks) - set(seated):
        raise Refused(
            "gone",
            gettext("%(count)s people on your list are no longer enrolled. Please reload it.",
                    count=len(gone)),
        )  # fmt: skip
    problems, conflicts, changes = {}, [], []
    for enrolment_id, said in marks.items():
        one = seated[enrolment_id]
        said = with_present_moment(said, block, clock.now())
        if sentence := problem(said, block):
            problems[str(enrolment_id)] = f"{one.enrolment.user.name}: {sentence}"
            continue
        kept, before = outcome(said, block, grace), state_of(one.record)
        if state_of(kept) == before:
            continue
        if said.was is not None and said.was != before:
            conflicts.append(one.enrolment.user.name)
        changes.append(_Change(one, said, kept))
    if problems:
        raise Invalid(problems)
    if conflicts:
        raise Refused(
            "changed",
            gettext("Somebody else has changed this meanwhile: %(names)s. Please reload the page.",
                    names=", ".join(conflicts)),
        )  # fmt: skip
    return changes


def _write(
    actor: User, session: ClassSession, changes: Sequence[_Change], source: Source, reason: str = ""
) -> None:
    """Add the events and bring the records up to date: at most three statements."""
    if not changes:
        return
    events = [_event(actor, session, change, source, reason) for change in changes]
    db.session.execute(insert(AttendanceEvent), events)
    new = [
        {
            "session_id": session.id,
            "enrolment_id": change.seated.enrolment.id,
            **vars(change.kept),
        }
        for change in changes
        if change.seated.record is None
    ]
    if new:
        db.session.execute(insert(AttendanceRecord), new)
    known = [
        {"id": change.seated.record.id, **vars(change.kept)}
        for change in changes
        if change.seated.record is not None
    ]
    if known:
        db.session.execute(update(AttendanceRecord), known)


def _event(
    actor: User, session: ClassSession, change: _Change, source: Source, reason: str
) -> dict[str, object]:
    said = event_of(change.said)
    return {
        "session_id": session.id,
        "enrolment_id": change.seated.enrolment.id,
        "mark": said.mark,
        "arrived_at": said.arrived_at,
        "left_at": said.left_at,
        "reason": (reason or change.said.reason)[:500],
        "source": source,
        "actor_id": actor.id,
        "at": clock.now(),
    }
