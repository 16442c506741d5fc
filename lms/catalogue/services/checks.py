"""What stands against a class at a time in a room: each check raises Refused with the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.accounts.models import User
from lms.catalogue import queries
from lms.catalogue.models import ClassSession, Offering, OfferingStatus
from lms.classrooms.models import Layout, Room
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.text import gettext, hour, moment, short_day


@dataclass(frozen=True)
class Block:
    """The hours of one class, aware UTC; the break lies inside, or there is none."""

    starts_at: datetime
    ends_at: datetime
    break_from: datetime | None = None
    break_until: datetime | None = None


SCHEDULABLE = frozenset({OfferingStatus.draft, OfferingStatus.published, OfferingStatus.running})


def check_class(
    offering: Offering,
    block: Block,
    room: Room,
    people: int,
    instructors: Sequence[User],
    *,
    layout: Layout = Layout.lecture,
    moved: ClassSession | None = None,
    planned: Sequence[ClassSession] = (),
) -> None:
    """Everything that can stand against a class but for the room being taken.

    Args:
        people: how many must fit into the room, set up as `layout`.
        moved: the class itself, if it is there already; it does not stand in its own way.
        planned: classes of the offering that are not in its timetable yet.
    """
    check_offering(offering)
    check_hours(block)
    check_days(offering, block.starts_at)
    check_own([*offering.live_sessions, *planned], block, moved)
    check_size(room, people, layout)
    check_instructors(instructors, block.starts_at, block.ends_at, moved)


def check_offering(offering: Offering) -> None:
    """Classes of an offering that is over or called off stay as they are."""
    if offering.status not in SCHEDULABLE:
        label = offering.status.label
        sentence = gettext("This offering is “%(status)s” and can't be changed.", status=label)
        raise Refused("offering-over", sentence)


def check_live(session: ClassSession) -> None:
    """A class that was called off stays so."""
    if session.called_off_at is not None:
        sentence = gettext("This class was called off; please schedule a new one.")
        raise Refused("called-off", sentence)


def check_not_begun(session: ClassSession, starts_at: datetime) -> None:
    """Attendance is measured against the hours of a class; they stand once it has begun, so that it
    is not moved to where it would have begun either.
    """
    if session.starts_at <= clock.now():
        sentence = gettext("This class has begun already, so its time and room stay as they are.")
        raise Refused("begun", sentence)
    if starts_at <= clock.now():
        sentence = gettext("That time has begun already. Please choose a later one.")
        raise Refused("past", sentence)


def check_hours(block: Block) -> None:
    """Start, break and end follow one another on one day."""
    if block.ends_at <= block.starts_at:
        raise Refused("order", gettext("The end must be later than the start."))
    if clock.to_seoul(block.starts_at).date() != clock.to_seoul(block.ends_at).date():
        raise Refused("one-day", gettext("A class must begin and end on the same day."))
    if block.break_from is None and block.break_until is None:
        return
    if block.break_from is None or block.break_until is None:
        raise Refused("break", gettext("A break needs both a start and an end."))
    if not block.starts_at < block.break_from < block.break_until < block.ends_at:
        raise Refused("break", gettext("The break must lie inside the class."))


def check_days(offering: Offering, starts_at: datetime) -> None:
    """The class lies within the days of its offering."""
    day = clock.to_seoul(starts_at).date()
    if not offering.starts_on <= day <= offering.ends_on:
        raise Refused(
            "outside",
            gettext(
                "%(day)s lies outside the offering (%(start)s ~ %(end)s);"
                " choose another day or change the offering's dates first.",
                day=short_day(day),
                start=short_day(offering.starts_on),
                end=short_day(offering.ends_on),
            ),
        )


def check_own(
    others: Sequence[ClassSession], block: Block, moved: ClassSession | None = None
) -> None:
    """The same trainees can't sit in two classes of their offering at once."""
    for other in others:
        meets = other.starts_at < block.ends_at and other.ends_at > block.starts_at
        if meets and other is not moved:
            raise Refused(
                "own-class",
                gettext(
                    "The offering has a class at that time already: %(start)s–%(end)s.",
                    start=moment(other.starts_at),
                    end=hour(other.ends_at),
                ),
            )


def check_size(room: Room, people: int, layout: Layout = Layout.lecture) -> None:
    """The room holds everybody, set up as it is to be."""
    seats = room.seats(layout)
    if seats < people:
        raise Refused(
            "room-small",
            gettext(
                "%(room)s holds %(capacity)s people, but %(people)s must fit;"
                " choose a larger room or lower the number of seats.",
                room=room.name,
                capacity=seats,
                people=people,
            ),
        )


def check_instructors(
    people: Sequence[User],
    starts_at: datetime,
    ends_at: datetime,
    moved: ClassSession | None = None,
) -> None:
    """Lock the instructors, so that two timetables can't take one at the same time, and look."""
    ids = sorted({person.id for person in people})
    if not ids:
        return
    db.session.execute(
        select(User.id).where(User.id.in_(ids)).order_by(User.id).with_for_update(key_share=True)
    )
    clashes = queries.teaching_between(ids, starts_at, ends_at, moved.id if moved else None)
    for session in clashes:
        busy = next(a.user for a in session.teaching if a.user_id in ids)
        raise Refused(
            "instructor-taken",
            gettext(
                "%(name)s teaches “%(course)s” at that time (%(start)s–%(end)s, %(room)s);"
                " choose somebody else or another time.",
                name=busy.name,
                course=session.offering.course.title_ko,
                start=moment(session.starts_at),
                end=hour(session.ends_at),
                room=session.occurrence.room.name,
            ),
        )


def check_rooms(offering: Offering, people: int) -> None:
    """Every room of the timetable holds so many people.

    Raises:
        Refused: one of them is too small.
    """
    for session in offering.live_sessions:
        if session.ends_at > clock.now():
            check_size(session.occurrence.room, people, session.layout)
