"""Taking roll calls: open, mark, lock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from lms.accounts.models import User
from lms.attendance.marks import EventKind, Mark
from lms.attendance.models import AttendanceEvent, RollCall, RollCallLocked, Source
from lms.attendance.presence import Said
from lms.attendance.queries import find_roll_call, people
from lms.attendance.saying import Kept, MarkInput
from lms.attendance.services.excuses import excused_on
from lms.attendance.services.writing import changes, check_open, event_values, recount, write
from lms.audit import services as audit
from lms.catalogue.events import SessionMoved
from lms.catalogue.models import ClassSession
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext, hour, moment

OPENS_BEFORE = timedelta(minutes=30)
"""A roll call opens so long before the class starts."""

LOCKS_BEFORE = timedelta(minutes=30)
"""A roll call can be locked so long before the class ends."""


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
        roll_call = begun_roll_call(session)
    if roll_call.locked_at is not None:
        raise Refused("locked", gettext("This roll call is locked. An operator can correct it."))
    return roll_call


def begun_roll_call(session: ClassSession) -> RollCall:
    """A new roll call, or the one that somebody else has opened a moment ago: in one statement."""
    dialect = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    new = dialect.insert(RollCall).values(session_id=session.id, opened_at=clock.now())
    either = new.on_conflict_do_update(
        index_elements=["session_id"], set_={"session_id": new.excluded.session_id}
    )
    found: RollCall = db.session.scalars(
        either.returning(RollCall), execution_options={"populate_existing": True}
    ).one()
    return found


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
    found = changes(session, marks)
    write(actor, session, found, Source.roll_call)
    if found:
        audit.record(actor.id, "attendance.mark", roll_call, people=len(found))
    return {change.seated.enrolment.id: change.kept for change in found}


def lock(
    *,
    actor: User,
    session: ClassSession,
    unsettled: Collection[int] | None = None,
    stayed: Collection[int] = (),
    headcount: int | None = None,
) -> RollCall:
    """Close the sheet. Whoever is not settled is absent; from now on only corrections change it.

    Args:
        unsettled: enrolment ids that the person was told would be absent; refused if there are others.
        stayed: enrolment ids of people who scanned in and not out, and were there until the end.
        headcount: how many people were counted in the room.

    Raises:
        Refused: too early, locked already, the list has changed, or somebody scanned in and not out
            of whom nothing was said.
    """
    roll_call = open_roll_call(actor=actor, session=session)
    if clock.now() < locks_at(session):
        sentence = gettext("This roll call can be locked from %(at)s.", at=hour(locks_at(session)))
        raise Refused("too-early", sentence)
    open_ids = _settle_held(actor, session, stayed)
    if unsettled is not None and open_ids != set(unsettled):
        raise Refused(
            "changed", gettext("The roll call has changed meanwhile. Please look at it again.")
        )
    unexcused = excuse_on_the_sheet(actor, session, open_ids)
    absent = {one: MarkInput(Mark.absent) for one in unexcused}
    write(actor, session, changes(session, absent), Source.roll_call)
    roll_call.headcount = headcount
    counted = {"default": len(absent), "stayed": len(stayed), "headcount": headcount}
    audit.record(actor.id, "attendance.lock", roll_call, people=counted)
    let_stand(actor, session, roll_call)
    return roll_call


def excuse_on_the_sheet(
    actor: User | None, session: ClassSession, open_ids: Collection[int]
) -> set[int]:
    """Excuse those of `open_ids` whose application for the day was accepted; the ids of the others."""
    excused = {one: said for one, said in excused_on(session).items() if one in open_ids}
    write(actor, session, changes(session, excused), Source.excuse)
    return set(open_ids) - excused.keys()


def let_stand(actor: User | None, session: ClassSession, roll_call: RollCall) -> None:
    """Lock the sheet: every record is computed once more and stands.

    Args:
        actor: None where it closes by itself.
    """
    recount(session)
    roll_call.locked_at = clock.now()
    roll_call.locked_by_id = actor.id if actor else None
    db.session.flush()
    announce(RollCallLocked(session.id))


def _settle_held(actor: User, session: ClassSession, stayed: Collection[int]) -> set[int]:
    """Let those who stayed leave at the end; the ids of those of whom nothing is known."""
    seated = people(session)
    check_open(seated)
    held = {one.enrolment.id for one in seated if one.held}
    if held - set(stayed):
        names = ", ".join(one.enrolment.user.name for one in seated if one.held)
        raise Refused(
            "held",
            gettext("These people scanned in, but not out. Please say how it was: %(names)s.",
                    names=names),
        )  # fmt: skip
    end = Said(None, left_at=session.ends_at, kind=EventKind.went)
    leaving = [event_values(actor, session, one, end, Source.roll_call, "") for one in sorted(held)]
    if leaving:
        db.session.execute(insert(AttendanceEvent), leaving)
    return {one.enrolment.id for one in seated if not one.settled and not one.held}


def stay_with_the_marks(event: SessionMoved) -> None:
    """Reaction: a class that somebody was marked in begins when it did; its room and end may change.

    Raises:
        Refused: it would begin at another time.
    """
    session = db.session.get_one(ClassSession, event.session_id)
    known = any(one.settled or one.held for one in people(session))
    if session.starts_at != event.old_start and known:
        sentence = gettext(
            "People are marked in the roll call of this class already, so it begins as planned. "
            "Call it off and schedule a new one instead."
        )
        raise Refused("marked", sentence)
