"""People of the demo who ask to hear of courses that have no date yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from lms.accounts.models import User
from lms.catalogue.models import Course
from lms.core import clock
from lms.demo.story import Step, Story
from lms.enrolment import services

WAITED_FOR = {"SFA-DA-301": 6, "SFA-PM-101": 3, "SFA-AU-101": 1}
"""How many wait for each of these courses."""


def plan_interests(
    story: Story, trainees: Sequence[User], courses: Mapping[str, Course], today: date
) -> None:
    """On the days before, one person after the other."""
    waiting = iter(trainees)
    for code, count in WAITED_FOR.items():
        for day in range(count, 0, -1):
            at = clock.at(today - timedelta(days=2 * day), time(12, 10 + day))
            story.at(at, _ask(next(waiting), courses[code]))


def _ask(person: User, course: Course) -> Step:
    return lambda: services.register_interest(actor=person, course=course)
