"""Demo closures and days of the academy's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from functools import partial

from lms.accounts.models import User
from lms.classrooms import queries, services
from lms.classrooms.models import ClosureKind, Room
from lms.core import clock
from lms.demo.days import teaching_day
from lms.demo.story import Story
from lms.demo.tables import rows, words

FOUR = time(16)
ONE_DAY = timedelta(days=1)
OFF_FROM, WORKED_FROM = timedelta(days=30), timedelta(days=12)
"""So far ahead the academy's own day off and its worked Saturday are looked for."""


def plan_closures(story: Story, operator: User, rooms: Mapping[str, Room], today: date) -> None:
    """Rooms are closed for maintenance; two days of the year are as no calendar knows them."""
    for row in rows("closures"):
        values = _values(row, rooms, today)
        said = clock.at(today + timedelta(days=int(row["said"])), FOUR)
        story.at(said, partial(_close, operator, values))
    story.at(clock.at(today - ONE_DAY, FOUR), partial(_set_days, operator, today))


def _close(operator: User, values: services.ClosureValues) -> None:
    services.close_rooms(actor=operator, values=values)


def _values(row: dict[str, str], rooms: Mapping[str, Room], today: date) -> services.ClosureValues:
    day = teaching_day(today, int(row["day"]))
    return services.ClosureValues(
        room_id=rooms[row["room"]].id if row["room"] else None,
        floor=int(row["floor"]) if row["floor"] else None,
        starts_at=clock.at(day, time.fromisoformat(row["starts"])),
        ends_at=clock.at(day, time.fromisoformat(row["ends"])),
        reason=row["reason"],
        kind=ClosureKind(row["kind"]),
    )


def _set_days(operator: User, today: date) -> None:
    off, worked = words("academy-day")
    free = (day for day in _days(today + OFF_FROM) if day.weekday() < 5 and _is_free(day))
    services.set_day(actor=operator, day=next(free), name=off, is_off=True)
    saturday = next(day for day in _days(today + WORKED_FROM) if day.weekday() == 5)
    services.set_day(actor=operator, day=saturday, name=worked, is_off=False)


def _days(first: date) -> Iterator[date]:
    while True:
        yield first
        first += ONE_DAY


def _is_free(day: date) -> bool:
    """Is it an ordinary day on which nothing is booked?"""
    ordinary = queries.work_days(day, day).day_off(day) is None
    return ordinary and not queries.occurrences_between(*clock.day_bounds(day))
