"""Booking from calendar files: read, looked at, chosen, booked in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.calendars import queries
from lms.calendars.blocks import events_in
from lms.calendars.models import CalendarImport, ImportedEvent
from lms.calendars.placing import room_for
from lms.calendars.reading import Time, read
from lms.classrooms import queries as classrooms
from lms.classrooms import services as bookings
from lms.classrooms.models import Booking, BookingKind, Room
from lms.classrooms.preview import Line, Placement
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.text import gettext

MOST = 2000
"""Times of one file, recurrences written out."""
_reading = Lock()
"""icalendar keeps the time zones of a file for the whole process: one file at a time."""


@dataclass(frozen=True)
class Offered:
    """One time of a file: the room it is for, and what stands against it.

    Attributes:
        number: its place in the file, by which it is chosen.
        room: None if nobody knows which is meant; then there is no line either.
        is_known: it was imported before.
    """

    number: int
    time: Time
    room: Room | None
    line: Line | None
    is_known: bool

    @property
    def is_possible(self) -> bool:
        """Can it be booked?"""
        return self.line is not None and self.line.is_possible and not self.is_known


def read_file(*, actor: User, filename: str, upload: bytes) -> CalendarImport:
    """Read a calendar file; nothing is booked yet.

    Raises:
        Invalid: it can't be read, or holds too much; names the field `file`.
    """
    with _reading:
        found = read(events_in(upload), clock.now())
    if len(found.times) > MOST:
        sentence = gettext(
            "The file comes to %(count)s times; at most %(most)s are booked at once."
            " Please export a shorter period.",
            count=len(found.times),
            most=MOST,
        )
        raise Invalid({"file": sentence})
    file = CalendarImport(
        filename=filename[-200:],
        user_id=actor.id,
        created_at=clock.now(),
        times=[one.to_json() for one in found.times],
        broken=[asdict(one) for one in found.broken],
        past=found.past,
    )
    db.session.add(file)
    audit.record(actor.id, "calendars.read_file", file, times=len(found.times))
    return file


def offered(file: CalendarImport, said: Mapping[str, str]) -> list[Offered]:
    """What could be booked from a file and isn't over by now, in order. Five queries at most.

    Args:
        said: room codes that somebody has given for places which name no room.
    """
    now = clock.now()
    every = [(number, Time.from_json(kept)) for number, kept in enumerate(file.times)]
    times = [(number, one) for number, one in every if one.ends_at > now]
    rooms = {room.code: room for room in classrooms.rooms(with_hours=True)}
    known = queries.imported({one.uid for _, one in times})
    codes = {place: room_for(place, list(rooms.values())) for place in {t.place for _, t in times}}
    placed = {n: rooms.get(codes[one.place] or said.get(one.place, "")) for n, one in times}
    new = [
        (number, Placement(room, one.starts_at, one.ends_at))
        for number, one in times
        if (room := placed[number]) is not None and (one.uid, one.original) not in known
    ]
    judged = classrooms.previewed([placement for _, placement in new], operator=True)
    lines = dict(zip((number for number, _ in new), judged, strict=True))
    return [
        Offered(n, one, placed[n], lines.get(n), (one.uid, one.original) in known)
        for n, one in times
    ]


def book_file(
    *,
    actor: User,
    file: CalendarImport,
    chosen: Sequence[int],
    said: Mapping[str, str],
    push_out: bool = False,
) -> int:
    """Book the chosen times of a file: one booking for each event, all of them or none.

    Returns:
        How many times were booked.

    Raises:
        RoomTaken, PushesOut, Refused: a room is taken or closed, requests stand there, nothing was
            chosen, or the file was booked already.
    """
    statement = select(CalendarImport.booked_at).where(CalendarImport.id == file.id)
    if db.session.scalar(statement.with_for_update()) is not None:
        raise Refused("booked", gettext("This file was booked already; please upload it again."))
    wanted = set(chosen)
    series: dict[tuple[str, str], list[Offered]] = {}
    for each in offered(file, said):
        if each.number in wanted and each.room is not None and not each.is_known:
            series.setdefault((each.time.uid, each.time.title), []).append(each)
    if not series:
        raise Refused("nothing", gettext("Please choose at least one event."))
    for (_, title), times in series.items():
        _keep_origin(file, times, _book(actor, title, times, push_out))
    count = sum(len(times) for times in series.values())
    file.booked_at, file.times, file.broken = clock.now(), [], []
    audit.record(actor.id, "calendars.book_file", file, times=count)
    return count


def _book(actor: User, title: str, times: Sequence[Offered], push_out: bool) -> Booking:
    return bookings.book_series(
        actor=actor,
        kind=BookingKind.internal,
        owner=actor,
        details=bookings.BookingDetails(title),
        placements=[
            Placement(one.room, one.time.starts_at, one.time.ends_at)
            for one in times
            if one.room is not None
        ],
        push_out=push_out,
    )


def _keep_origin(file: CalendarImport, times: Sequence[Offered], booking: Booking) -> None:
    """Note which occurrence came from which time, so that the next import knows them."""
    made: dict[tuple[int, datetime], int] = {
        (one.room_id, one.starts_at): one.id for one in booking.occurrences
    }
    for one in times:
        if one.room is not None:
            file.events.append(
                ImportedEvent(
                    occurrence_id=made[one.room.id, one.time.starts_at],
                    uid=one.time.uid,
                    original_start=one.time.original,
                )
            )
    db.session.flush()
