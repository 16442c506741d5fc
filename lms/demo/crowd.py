"""Who enrols where: nobody in two places on one day, nobody twice in one course."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from lms.accounts.models import User
from lms.catalogue.models import Course
from lms.completion.queries import completed_course_ids
from lms.demo.plans import Plan
from lms.enrolment.queries import find_bar


class Crowd:
    """The trainees of the demo, and where they have gone so far."""

    def __init__(self, people: Sequence[User], chance: Random) -> None:
        self._people = people
        self._chance = chance
        self._busy: dict[int, set[date]] = defaultdict(set)
        self._courses: dict[int, set[str]] = defaultdict(set)

    def pick(self, plan: Plan) -> User | None:
        """Somebody who could take part, or None; who is picked is busy on those days."""
        able = [person for person in self._people if self._is_able(person, plan)]
        self._chance.shuffle(able)
        person = next((p for p in able if _is_ready(p, plan.course)), None)
        if person is not None:
            self.note(person, plan)
        return person

    def note(self, person: User, plan: Plan) -> None:
        """Remember that somebody takes part."""
        self._busy[person.id].update(plan.days)
        self._courses[person.id].add(plan.course.code)

    def _is_able(self, person: User, plan: Plan) -> bool:
        taken = plan.course.code in self._courses[person.id]
        return not taken and self._busy[person.id].isdisjoint(plan.days)


def _is_ready(person: User, course: Course) -> bool:
    if find_bar(person) is not None:
        return False
    needed = {needs.id for needs in course.needs}
    return not needed or needed <= completed_course_ids(person.id)
