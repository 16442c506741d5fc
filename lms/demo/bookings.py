"""What the academy itself books week after week in the demo; one time was moved, one cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from lms.accounts.models import User
from lms.classrooms import queries, recurrence, services
from lms.classrooms.models import Booking, BookingKind, Layout, Room
from lms.classrooms.preview import LineState, Placement
from lms.core import clock
from lms.demo.days import teaching_day
from lms.demo.tables import rows, words


def book_regularly(operator: User, rooms: Mapping[str, Room], today: date) -> None:
    """The regular meetings; times that meet something, or a day off, are left out."""
    pieces = {piece.code: piece.id for piece in queries.movable_equipment()}
    made = [_book(operator, rooms, today, row, pieces) for row in rows("series")]
    _change(operator, next(booking for booking in made if len(booking.occurrences) > 3))


def _book(
    operator: User,
    rooms: Mapping[str, Room],
    today: date,
    row: dict[str, str],
    pieces: Mapping[str, int],
) -> Booking:
    rule, room = recurrence.from_text(row["rule"]), rooms[row["room"]]
    starts, ends = (time.fromisoformat(row[name]) for name in ("starts", "ends"))
    days = recurrence.days(rule, teaching_day(today, int(row["day"])))
    placements = [Placement(room, clock.at(day, starts), clock.at(day, ends)) for day in days]
    equipment_ids = [pieces[row["equipment"]]] if row["equipment"] else []
    lines = queries.previewed(placements, operator=True, equipment_ids=equipment_ids)
    kept = [line.placement for line in lines if line.state is LineState.free]
    booked = {clock.to_seoul(each.starts_at).date() for each in kept}
    return services.book_series(
        actor=operator,
        kind=BookingKind.internal,
        owner=operator,
        details=services.BookingDetails(
            title=row["title"],
            purpose=row["purpose"],
            people=int(row["people"]),
            layout=Layout(row["layout"]),
        ),
        placements=kept,
        rule=recurrence.to_text(recurrence.without(rule, frozenset(days) - booked)),
        equipment_ids=equipment_ids,
    )


def _change(operator: User, booking: Booking) -> None:
    later, last = booking.occurrences[-2:]
    half_an_hour = timedelta(minutes=30)
    before = later.starts_at - half_an_hour, later.ends_at - half_an_hour
    wish = Placement(later.room, *before)
    if queries.previewed([wish], operator=True, except_ids=[later.id])[0].is_possible:
        services.move(
            actor=operator,
            occurrence=later,
            room=later.room,
            starts_at=before[0],
            ends_at=before[1],
        )
    services.cancel_occurrence(
        actor=operator, occurrence=last, reason=words("booking-cancelled")[0]
    )
