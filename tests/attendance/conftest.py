"""A class that is on, and people in it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest

from lms.accounts.models import User
from lms.catalogue.models import ClassSession, Offering
from lms.core import clock
from lms.core.gate import Gate
from lms.enrolment.models import Enrolment
from tests.make import Make

Acting = Callable[[], AbstractContextManager[None]]
DAY = date(2026, 11, 23)


def at(hour: str, day: date = DAY) -> datetime:
    """A moment of the class's day."""
    return clock.at(day, time.fromisoformat(hour))


@dataclass
class Classroom:
    """An offering of one day, its class session, the instructor, the people."""

    offering: Offering
    session: ClassSession
    instructor: User
    enrolments: Sequence[Enrolment]

    @property
    def path(self) -> str:
        """Where its roll call is."""
        return f"/teach/sessions/{self.session.id}"


@pytest.fixture
def classroom(app: Gate, make: Make) -> Iterator[Classroom]:
    """Three people in class on 2026-11-23, 09:00–18:00; it is 09:20."""
    with clock.frozen(at("09:20")):
        yield a_class(make, ["가온", "나래", "다솜"])


def a_class(make: Make, names: Sequence[str]) -> Classroom:
    """A class of these people, today by the clock."""
    instructor = make.instructor("이강사")
    offering = make.offering(starts_on=DAY, seats=max(20, len(names)))
    session = make.session(offering, instructors=[instructor])
    enrolments = [make.enrolment(offering, make.user(name)) for name in names]
    return Classroom(offering, session, instructor, enrolments)
