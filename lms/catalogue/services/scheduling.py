"""Putting classes into the timetable, one or many in one step; their rooms are booked with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.events import SessionsScheduled
from lms.catalogue.models import ClassSession, Offering
from lms.catalogue.services.checks import Block, check_class
from lms.catalogue.services.teaching import facts, teaching
from lms.classrooms import services as classrooms
from lms.classrooms.models import Booking, BookingKind, Layout, Room
from lms.classrooms.preview import Placement
from lms.core.db import db
from lms.core.events import announce


@dataclass(frozen=True)
class Planned:
    """A class to be: its room, its hours, what it is about."""

    room: Room
    block: Block
    topic: str = ""

    @property
    def placement(self) -> Placement:
        """Its room and time, as they are booked."""
        return Placement(self.room, self.block.starts_at, self.block.ends_at)


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
    """Put one class into the timetable and book its room; see `schedule_sessions`.

    Args:
        starts_at, ends_at, break_from, break_until: aware UTC; the break lies inside.
    """
    block = Block(starts_at, ends_at, break_from, break_until)
    made = schedule_sessions(
        actor=actor,
        offering=offering,
        classes=[Planned(room, block, topic)],
        instructors=instructors,
        people=people,
    )
    return made[0]


def schedule_sessions(
    *,
    actor: User,
    offering: Offering,
    classes: Sequence[Planned],
    instructors: Sequence[User] = (),
    people: int | None = None,
    layout: Layout = Layout.lecture,
    push_out: bool = False,
    despite_clashes: bool = False,
) -> list[ClassSession]:
    """Put classes into the timetable and book their rooms: all of them or none.

    Args:
        instructors: the first is the main one, the others assist.
        people: how many must fit into the rooms; the course's class size unless said otherwise.
        layout: how the rooms are set up.
        push_out: requests that stand there provisionally are known, and lose their time.
        despite_clashes: trainees who have another class then are known, and it shall be so.

    Raises:
        RoomTaken: a room is taken; holds the alternatives. PushesOut: requests stand there.
        Refused: a time contradicts itself, lies outside the offering's days or meets another class
            of it; a room is too small or closed; an instructor teaches elsewhere then; the offering
            is over; what a reaction refuses (more seats than a room has, TraineesClash).
    """
    ordered = sorted(classes, key=lambda each: each.block.starts_at)
    title = f"{offering.course.title_ko} ({offering.code})"
    people = people or offering.course.capacity
    details = classrooms.BookingDetails(title, people=people, layout=layout)
    made = _checked(offering, ordered, people, instructors, layout)
    booking = _book(actor, details, ordered, push_out)
    occurrences = sorted(booking.occurrences, key=lambda each: each.starts_at)
    for session, occurrence in zip(made, occurrences, strict=True):
        session.occurrence = occurrence
        session.teaching = teaching(instructors)
        offering.sessions.append(session)
    db.session.flush()
    for session in made:
        _record(actor, session)
    announce(SessionsScheduled(tuple(session.id for session in made), despite_clashes))
    return made


def _checked(
    offering: Offering,
    classes: Sequence[Planned],
    people: int,
    instructors: Sequence[User],
    layout: Layout,
) -> list[ClassSession]:
    """The class sessions, not yet in the offering; each may stand, also beside those before it."""
    made: list[ClassSession] = []
    for each in classes:
        check_class(
            offering, each.block, each.room, people, instructors, layout=layout, planned=made
        )
        made.append(ClassSession(topic=each.topic, **vars(each.block)))
    return made


def _book(
    actor: User, details: classrooms.BookingDetails, classes: Sequence[Planned], push_out: bool
) -> Booking:
    return classrooms.book_series(
        actor=actor,
        kind=BookingKind.class_,
        owner=actor,
        details=details,
        placements=[each.placement for each in classes],
        push_out=push_out,
    )


def _record(actor: User, session: ClassSession) -> None:
    audit.record(
        actor.id,
        "catalogue.schedule_session",
        session,
        offering=session.offering.code,
        instructors=[assignment.user.id for assignment in session.teaching],
        **facts(session),
    )
