"""Warnings before it is too late, and absence notices of the day."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import User
from lms.attendance import services as attendance
from lms.attendance.marks import Mark
from lms.attendance.saying import MarkInput
from lms.catalogue.models import ClassSession, Offering
from lms.completion.criteria import Outcome, Outlook
from lms.completion.models import WarningLevel
from lms.completion.warnings import level_of
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Firm, Membership, MembershipKind
from lms.notifications.models import Message
from tests.attendance.conftest import Acting
from tests.make import Make

FIRST = date(2026, 11, 23)
PRESENT, ABSENT = MarkInput(Mark.present), MarkInput(Mark.absent)
NEAR, GONE = WarningLevel.near, WarningLevel.out_of_reach

LEVELS = [
    # completed at best, days left, of them to spare, anything lost -> warned
    (True, 3, 2, True, None),
    (True, 3, 0, True, NEAR),
    (True, 3, 0, False, None),  # always there: no warning, although no day may be missed
    (True, 0, 0, True, None),  # over
    (False, 3, 0, True, GONE),
]


@pytest.mark.parametrize(("completed", "left", "spare", "lost", "level"), LEVELS)
def test_levels(
    completed: bool, left: int, spare: int, lost: bool, level: WarningLevel | None
) -> None:
    best = Outcome(completed, "hours", 1, 1, 1, 80, 1, 1, 0, 0)
    assert level_of(Outlook(best, left, spare), lost=lost) is level


class Week:
    """Five days of eight hours; one person of a firm with a manager, one without a firm."""

    def __init__(self, make: Make, acting: Acting, *, notice: bool = False) -> None:
        self.acting = acting
        self.instructor = make.instructor()
        course = make.course(days=5, hours=40)
        self.offering: Offering = make.offering(course, starts_on=FIRST)
        self.sessions = [
            make.session(
                self.offering, day=FIRST + timedelta(days=day), instructors=[self.instructor]
            )
            for day in range(5)
        ]
        self.firm: Firm = make.firm(absence_notice=notice)
        self.manager: User = make.user("박담당")
        make.member(self.manager, self.firm, MembershipKind.manager)
        first = make.user("가온")
        self.membership = make.member(first, self.firm)
        self.people = [
            make.enrolment(self.offering, first, firm_id=self.firm.id),
            make.enrolment(self.offering, make.user("나래")),
        ]

    def hold(self, day: int, *marks: MarkInput, later: int = 0) -> None:
        """Take and lock the roll call of a day, `later` days after it."""
        evening = clock.at(FIRST + timedelta(days=day + later), time(18))
        with clock.frozen(evening), self.acting():
            session = db.session.get_one(ClassSession, self.sessions[day].id)
            said = {one.id: mark for one, mark in zip(self.people, marks, strict=True)}
            attendance.mark(actor=self.instructor, session=session, marks=said)
            attendance.lock(actor=self.instructor, session=session)

    def told(self, template: str) -> Sequence[int]:
        """Who was written to, in order."""
        with self.acting():
            statement = select(Message.user_id).where(Message.template == f"completion/{template}")
            return db.session.scalars(statement.order_by(Message.user_id)).all()


@pytest.fixture
def week(make: Make, acting: Acting) -> Week:
    return Week(make, acting)


def test_each_is_warned_once_and_so_are_firm_and_instructor(week: Week) -> None:
    for day in range(2):
        week.hold(day, PRESENT, PRESENT)
    assert week.told("warned") == []
    week.hold(2, ABSENT, PRESENT)  # 32 of 40 hours can still be reached: 80 %, and nothing to spare
    everybody = sorted([week.people[0].user_id, week.manager.id, week.instructor.id])
    assert week.told("warned") == everybody
    week.hold(3, ABSENT, PRESENT)  # now it is out of reach
    assert week.told("warned") == sorted(everybody * 2)
    week.hold(4, ABSENT, PRESENT)  # over: the verdict is told instead
    assert week.told("warned") == sorted(everybody * 2)


def test_a_firm_that_wants_it_hears_of_absences_on_the_same_day(make: Make, acting: Acting) -> None:
    week = Week(make, acting, notice=True)
    week.hold(0, ABSENT, ABSENT)
    assert week.told("absent_today") == [week.manager.id]  # of its own people only
    week.hold(1, PRESENT, ABSENT)
    assert week.told("absent_today") == [week.manager.id]
    week.hold(2, ABSENT, PRESENT, later=1)  # locked on the next day: no notice of "today"
    assert week.told("absent_today") == [week.manager.id]


def test_a_firm_is_not_told_of_somebody_who_has_left_it(make: Make, acting: Acting) -> None:
    week = Week(make, acting, notice=True)
    with clock.frozen(clock.at(FIRST, time(8))), acting():
        db.session.get_one(Membership, week.membership.id).ended_at = clock.now()
    for day in range(3):
        week.hold(day, ABSENT, PRESENT)
    assert week.told("absent_today") == []
    assert set(week.told("warned")) == {week.people[0].user_id, week.instructor.id}


def test_a_firm_that_does_not_want_it_hears_nothing(week: Week) -> None:
    week.hold(0, ABSENT, ABSENT)
    assert week.told("absent_today") == []
