"""Class sessions: scheduled, moved, called off, given to instructors. Each has its room booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue import queries
from lms.catalogue.events import SessionCalledOff, SessionMoved
from lms.catalogue.models import (
    ClassSession,
    Offering,
    OfferingStatus,
    TeachingAssignment,
    TeachingRole,
)
from lms.catalogue.services.checks import (
    check_days,
    check_hours,
    check_instructors,
    check_live,
    check_not_begun,
    check_offering,
    check_own,
    check_size,
)
from lms.classrooms import services as classrooms
from lms.classrooms.models import BookingKind, Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext


def schedule_session(
    *,
    actor: User,
    offering: Offering,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    break_from: datetime | None = None,
    break_until: datetime | None = None,
    topic: str = "",
    instructors: Sequence[User] = (),
    people: int | None = None,
) -> ClassSession:
    """Put a class into the timetable and book its room.

    Args:
        starts_at, ends_at, break_from, break_until: aware UTC; the break lies inside.
        instructors: the first is the main one, the others assist.
        people: how many must fit into the room; the course's class size unless said otherwise.

    Raises:
        RoomTaken: the room is taken; holds the alternatives.
        Refused: the time contradicts itself, lies outside the offering's days or meets another class
            of it; the room is too small; an instructor teaches elsewhere then; the offering is over.
    """
    people = people or offering.course.capacity
    check_offering(offering)
    check_hours(starts_at, ends_at, break_from, break_until)
    check_days(offering, starts_at)
    check_own(offering, starts_at, ends_at)
    check_size(room, people)
    check_instructors(instructors, starts_at, ends_at)
    occurrence = classrooms.book(
        actor=actor,
        kind=BookingKind.class_,
        title=f"{offering.course.title_ko} ({offering.code})",
        owner=actor,
        room=room,
        starts_at=starts_at,
        ends_at=ends_at,
        people=people,
    )
    session = ClassSession(
        occurrence=occurrence,
        topic=topic,
        starts_at=starts_at,
        ends_at=ends_at,
        break_from=break_from,
        break_until=break_until,
        teaching=_teaching(instructors),
    )
    offering.sessions.append(session)
    db.session.flush()
    audit.record(
        actor.id,
        "catalogue.schedule_session",
        session,
        offering=offering.code,
        room=room.code,
        starts_at=starts_at.isoformat(),
        ends_at=ends_at.isoformat(),
        instructors=[person.id for person in instructors],
    )
    return session


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
) -> None:
    """Give a class another room or time, and other instructors if said; its booking moves with it.

    Raises:
        RoomTaken, Refused: as for `schedule_session`; also when it was called off or has begun, and
            what a reaction refuses (people are marked in it).
    """
    _lock(session)
    check_live(session)
    check_not_begun(session)
    people = people or session.offering.course.capacity
    check_offering(session.offering)
    check_hours(starts_at, ends_at, break_from, break_until)
    check_days(session.offering, starts_at)
    check_own(session.offering, starts_at, ends_at, session)
    check_size(room, people)
    present = [assignment.user for assignment in session.teaching]
    check_instructors(present if instructors is None else instructors, starts_at, ends_at, session)
    old_start, old_end = session.starts_at, session.ends_at
    old_room = session.occurrence.room
    classrooms.move(
        actor=actor,
        occurrence=session.occurrence,
        room=room,
        starts_at=starts_at,
        ends_at=ends_at,
        people=people,
    )
    session.starts_at, session.ends_at = starts_at, ends_at
    session.break_from, session.break_until = break_from, break_until
    audit.record(
        actor.id,
        "catalogue.move_session",
        session,
        starts_at=[old_start.isoformat(), starts_at.isoformat()],
        ends_at=[old_end.isoformat(), ends_at.isoformat()],
        room=[old_room.code, room.code],
    )
    if instructors is not None:
        _assign(actor, session, instructors)
    if (old_start, old_end, old_room) != (starts_at, ends_at, room):
        announce(SessionMoved(session.id, old_start, old_room.name))


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


def assign_instructors(*, actor: User, session: ClassSession, instructors: Sequence[User]) -> None:
    """Say who teaches a class: the first is the main instructor, the others assist.

    Raises:
        Refused: one of them teaches elsewhere at that time; the class was called off.
    """
    check_live(session)
    check_instructors(instructors, session.starts_at, session.ends_at, session)
    _assign(actor, session, instructors)


def _assign(actor: User, session: ClassSession, instructors: Sequence[User]) -> None:
    old = [assignment.user_id for assignment in session.teaching]
    new = [person.id for person in instructors]
    if old == new:
        return
    session.teaching.clear()
    db.session.flush()
    session.teaching = _teaching(instructors)
    audit.record(actor.id, "catalogue.assign_instructors", session, instructors=[old, new])


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


def _teaching(instructors: Sequence[User]) -> list[TeachingAssignment]:
    return [
        TeachingAssignment(user=person, role=TeachingRole.assistant if place else TeachingRole.main)
        for place, person in enumerate(instructors)
    ]
