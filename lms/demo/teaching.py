"""Telling what happens in class: roll calls, verdicts (which follow by themselves), certificates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from random import Random

from lms.accounts.models import User
from lms.attendance import services as attendance
from lms.attendance.marks import EventKind, Mark
from lms.attendance.models import Source
from lms.attendance.queries import people
from lms.attendance.saying import MarkInput
from lms.catalogue import services as catalogue
from lms.catalogue.models import ClassSession
from lms.certificates import services as certificates
from lms.core import clock
from lms.demo.offerings import Telling
from lms.demo.plans import Block, Kind, blocks
from lms.demo.story import Step
from lms.demo.tables import words

HELD = frozenset({Kind.running, Kind.unjudged, Kind.unissued, Kind.judged})
"""Offerings that have come to their first class."""

CHANCES: Mapping[Mark, int] = {
    Mark.present: 88,
    Mark.late: 5,
    Mark.left_early: 3,
    Mark.excused: 2,
    Mark.absent: 2,
}
"""How often each mark is given, in percent."""

SCANNING = 0.8
"""How many of those who come scan the code, where the course is running."""

ABSENT_FROM = 14
"""In offerings of at least so many people one never comes, so that not everybody completes."""


def plan_classes(telling: Telling) -> None:
    """Put the days of class and what follows into the story."""
    plan, story = telling.plan, telling.cast.story
    if plan.kind not in HELD:
        return
    found = blocks(plan)
    soon = timedelta(seconds=30)
    story.at(found[0].starts_at + soon, _advance)
    story.at(found[-1].ends_at + soon, _advance)
    if plan.kind is Kind.running:
        story.at(found[0].ends_at + timedelta(hours=1), _asking(telling, found[-1]))
    for number, block in enumerate(found):
        if plan.kind is Kind.running:
            story.at(block.starts_at - timedelta(minutes=12), _scanning(telling, number))
        story.at(block.ends_at - timedelta(minutes=10), _marking(telling, number, block))
        if plan.kind is not Kind.unjudged or number < len(found) - 1:
            story.at(block.ends_at + timedelta(minutes=5), _locking(telling, number))
    if plan.kind is Kind.judged:
        day = plan.days[-1] + timedelta(days=1)
        story.at(clock.at(day, time(10, 30)), lambda: _issue(telling))


def _advance() -> None:
    catalogue.advance_offerings()


def _session(telling: Telling, number: int) -> ClassSession:
    return telling.offering.live_sessions[number]


def _marking(telling: Telling, number: int, block: Block) -> Step:
    def step() -> None:
        session = _session(telling, number)
        seated = people(session)
        marks = {
            one.enrolment.id: _mark(telling.cast.chance, block)
            for one in seated
            if one.record is None or one.record.mark is not Mark.present
        }
        if len(seated) >= ABSENT_FROM:
            marks[max(one.enrolment.id for one in seated)] = MarkInput(Mark.absent)
        attendance.mark(actor=telling.plan.instructors[0], session=session, marks=marks)

    return step


def _scanning(telling: Telling, number: int) -> Step:
    """Most scan the code of the room one after the other; a few forget."""

    def step() -> None:
        session, chance = _session(telling, number), telling.cast.chance
        moment = clock.now()
        for one in people(session):
            moment += timedelta(seconds=chance.randrange(5, 40))
            if chance.random() > SCANNING:
                telling.cast.story.at(moment, _scan_too_late(session, one.enrolment.user))
                continue
            telling.cast.story.at(moment, _scan(session, one.enrolment.user))

    return step


def _scan(session: ClassSession, user: User) -> Step:
    def step() -> None:
        attendance.check_in(
            actor=user,
            typed=attendance.code_of(session, EventKind.came, clock.now()),
            source=Source.qr,
            device=attendance.Device(cookie=f"{user.id:032d}"),
        )

    return step


def _scan_too_late(session: ClassSession, user: User) -> Step:
    """Somebody sends the code of a minute and a half ago: refused, and noted."""

    def step() -> None:
        old = clock.now() - timedelta(seconds=90)
        code = attendance.code_of(session, EventKind.came, old)
        attendance.note_refusal(user, code, "expired", clock.now())

    return step


def _asking(telling: Telling, block: Block) -> Step:
    """Somebody asks that the last day be excused; it waits for a decision."""

    def step() -> None:
        enrolment = people(_session(telling, 0))[0].enrolment
        day = clock.to_seoul(block.starts_at).date()
        attendance.apply_for_excuse(
            actor=enrolment.user,
            enrolment=enrolment,
            kind="other",
            from_on=day,
            until_on=day,
            reason=telling.cast.chance.choice(words("excused")),
        )

    return step


def _locking(telling: Telling, number: int) -> Step:
    def step() -> None:
        attendance.lock(actor=telling.plan.instructors[0], session=_session(telling, number))

    return step


def _mark(chance: Random, block: Block) -> MarkInput:
    mark = chance.choices(list(CHANCES), list(CHANCES.values()))[0]
    if mark is Mark.late:
        return MarkInput(mark, arrived_at=block.starts_at + _minutes(chance, 15, 70))
    if mark is Mark.left_early:
        return MarkInput(mark, left_at=block.ends_at - _minutes(chance, 20, 150))
    if mark is Mark.excused:
        return MarkInput(mark, reason=chance.choice(words("excused")))
    return MarkInput(mark)


def _minutes(chance: Random, least: int, most: int) -> timedelta:
    return timedelta(minutes=chance.randrange(least, most, 5))


def _issue(telling: Telling) -> None:
    certificates.issue_for(actor=telling.cast.operator, offering=telling.offering)
