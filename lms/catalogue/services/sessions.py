"""Class sessions: moved, called off, given another topic. How they come to be: scheduling.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue import queries
from lms.catalogue.events import SessionCalledOff, SessionMoved
from lms.catalogue.models import ClassSession, OfferingStatus
from lms.catalogue.services.checks import (
    Block,
    check_class,
    check_live,
    check_not_begun,
    check_offering,
)
from lms.catalogue.services.teaching import assign, facts
from lms.classrooms import services as classrooms
from lms.classrooms.models import Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext


def move_session(
    *,
    actor: User,
    session: ClassSession,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    break_from: datetime | None = None,
    break_until: datetime | None = None,
    instructors: Sequence[User] | None = None,
    people: int | None = None,
    push_out: bool = False,
    despite_clashes: bool = False,
) -> None:
    """Give a class another room or time, and other instructors if said; its booking moves with it.

    Raises:
        RoomTaken, PushesOut, Refused: as for `schedule_sessions`; also when it was called off, has
            begun or would have begun, and what a reaction refuses (people are marked in it).
    """
    _lock(session)
    check_live(session)
    check_not_begun(session, starts_at)
    block = Block(starts_at, ends_at, break_from, break_until)
    people = people or session.offering.course.capacity
    taught_by = session.instructors if instructors is None else instructors
    check_class(
        session.offering, block, room, people, taught_by, layout=session.layout, moved=session
    )
    old, old_start, old_room = facts(session), session.starts_at, session.occurrence.room
    classrooms.move(
        actor=actor,
        occurrence=session.occurrence,
        room=room,
        starts_at=starts_at,
        ends_at=ends_at,
        people=people,
        push_out=push_out,
    )
    new = _write_block(actor, session, block, old)
    if instructors is not None:
        assign(actor, session, instructors)
    if old != new:
        announce(SessionMoved(session.id, old_start, old_room.name, despite_clashes))


def _write_block(
    actor: User, session: ClassSession, block: Block, old: dict[str, Any]
) -> dict[str, Any]:
    """Give a class its hours, and note what it was; returns what it is now."""
    for name, moment in vars(block).items():
        setattr(session, name, moment)
    new = facts(session)
    changes: dict[str, Any] = {name: [old[name], new[name]] for name in new}
    audit.record(actor.id, "catalogue.move_session", session, **changes)
    return new


def call_off_session(*, actor: User, session: ClassSession, reason: str) -> None:
    """Take a class out of the timetable and give its room back; doing it twice changes nothing.

    Raises:
        Refused: the offering is over, or this is the last class of a published one.
    """
    _lock(session)
    if session.called_off_at is not None:
        return
    check_offering(session.offering)
    last = queries.live_session_ids(session.offering) == [session.id]
    if session.offering.status is not OfferingStatus.draft and last:
        sentence = gettext("This is the only class left; call off the whole offering instead.")
        raise Refused("last-session", sentence)
    session.called_off_at = clock.now()
    classrooms.cancel_occurrence(actor=actor, occurrence=session.occurrence, reason=reason)
    audit.record(actor.id, "catalogue.call_off_session", session, reason=reason)
    announce(SessionCalledOff(session.id, reason))


def change_topic(*, actor: User, session: ClassSession, topic: str) -> None:
    """Say what a class is about."""
    if session.topic == topic:
        return
    old, session.topic = session.topic, topic
    audit.record(actor.id, "catalogue.change_topic", session, topic=[old, topic])


def _lock(session: ClassSession) -> None:
    """Be alone with a class, then with its offering, and see both as they are now."""
    db.session.refresh(session, ["starts_at", "ends_at", "called_off_at"], with_for_update=True)
    db.session.refresh(session.offering, ["status"], with_for_update={"key_share": True})
