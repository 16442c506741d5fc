"""What is planned: one line of data/offerings.csv, with the days it falls on. Pure but for the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from lms.accounts.models import User
from lms.catalogue.models import Course
from lms.catalogue.plan import topic
from lms.classrooms.models import Room
from lms.core import clock
from lms.demo.days import teaching_days
from lms.demo.tables import rows

MORNING, NOON, ONE, TWO, EVENING = time(9), time(12), time(13), time(14), time(18)


class Kind(Enum):
    """How far an offering has come by today."""

    draft = "draft"
    upcoming = "upcoming"
    open = "open"
    approval = "approval"
    closed = "closed"
    running = "running"
    unjudged = "unjudged"
    unissued = "unissued"
    judged = "judged"
    cancelled = "cancelled"


@dataclass(frozen=True)
class Moments:
    """When an offering is made and shown, and when people may come and go; aware UTC."""

    created: datetime
    published: datetime
    enrol_from: datetime
    enrol_until: datetime
    cancel_until: datetime


@dataclass(frozen=True)
class Plan:
    """One offering to be told.

    Attributes:
        people, waiting, cancels: how many enrol, wait (or wait for approval), give up.
        has_trainee: is the demo trainee among them (in the line, if there is one)?
    """

    course: Course
    kind: Kind
    days: list[date]
    seats: int
    people: int
    waiting: int
    cancels: int
    has_trainee: bool
    room: Room
    instructors: list[User]
    moments: Moments


def plans(
    today: date,
    courses: Mapping[str, Course],
    rooms: Mapping[str, Room],
    people: Mapping[str, User],
) -> list[Plan]:
    """All offerings, those that start first first."""
    found = [_plan(row, today, courses, rooms, people) for row in rows("offerings")]
    return sorted(found, key=lambda plan: (plan.days[0], plan.course.code))


def _plan(
    row: dict[str, str],
    today: date,
    courses: Mapping[str, Course],
    rooms: Mapping[str, Room],
    people: Mapping[str, User],
) -> Plan:
    course, kind = courses[row["course"]], Kind(row["kind"])
    days = teaching_days(today, int(row["starts"]), course.days)
    return Plan(
        course=course,
        kind=kind,
        days=days,
        seats=int(row["seats"]),
        people=int(row["people"]),
        waiting=int(row["waiting"]),
        cancels=int(row["cancels"]),
        has_trainee=bool(row["trainee"]),
        room=rooms[row["room"]],
        instructors=[people[email] for email in row["instructors"].split()],
        moments=moments(kind, days[0], today),
    )


def moments(kind: Kind, first: date, today: date) -> Moments:
    """The moments of an offering that starts on `first`."""
    opens, closes = first - timedelta(days=35), first - timedelta(days=5)
    if kind in (Kind.open, Kind.approval):
        opens, closes = today - timedelta(days=12), first - timedelta(days=4)
    elif kind is Kind.closed:
        closes = today - timedelta(days=1)
    elif kind in (Kind.upcoming, Kind.draft):
        opens = today + timedelta(days=4)
    created = min(opens - timedelta(days=12), today - timedelta(days=3))
    published = min(opens - timedelta(days=7), today - timedelta(days=1))
    return Moments(
        created=clock.at(created, time(10)),
        published=clock.at(published, time(11)),
        enrol_from=clock.at(opens, MORNING),
        enrol_until=clock.at(closes, EVENING),
        cancel_until=clock.at(first - timedelta(days=3), EVENING),
    )


@dataclass(frozen=True)
class Block:
    """One day of class: aware UTC, the break inside, and what it is about."""

    starts_at: datetime
    ends_at: datetime
    break_from: datetime | None
    break_until: datetime | None
    topic: str


def blocks(plan: Plan) -> list[Block]:
    """A class a day: 09:00–18:00 with an hour for lunch, or an afternoon for a half-day course."""
    daily = plan.course.hours // plan.course.days
    units = [(unit.title, unit.hours) for unit in plan.course.units]
    return [
        _block(day, daily, topic(units, number * daily, (number + 1) * daily))
        for number, day in enumerate(plan.days)
    ]


def _block(day: date, hours: int, topic: str) -> Block:
    if hours <= 4:
        return Block(clock.at(day, TWO), clock.at(day, EVENING), None, None, topic)
    lunch = (clock.at(day, NOON), clock.at(day, ONE))
    return Block(clock.at(day, MORNING), clock.at(day, EVENING), *lunch, topic)
