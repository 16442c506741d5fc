"""Telling one offering: made, published, filled, called off where it is planned so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from lms.accounts.models import User
from lms.catalogue import services as catalogue
from lms.catalogue.models import Offering, Selection
from lms.completion.queries import completed_course_ids
from lms.core import clock
from lms.demo import seats
from lms.demo.crowd import Crowd
from lms.demo.plans import Kind, Plan, blocks
from lms.demo.story import Story
from lms.demo.tables import words
from lms.enrolment import queries
from lms.enrolment import services as enrolment
from lms.enrolment.models import EnrolmentStatus


@dataclass(frozen=True)
class Cast:
    """Who and what every telling needs."""

    story: Story
    chance: Random
    crowd: Crowd
    operator: User
    trainee: User
    now: datetime


class Telling:
    """One plan and, once it is made, its offering."""

    offering: Offering

    def __init__(self, plan: Plan, cast: Cast) -> None:
        self.plan = plan
        self.cast = cast

    def plan_steps(self) -> None:
        """Put everything up to the first day of class into the story."""
        plan, story, moments = self.plan, self.cast.story, self.plan.moments
        story.at(moments.created, self._create)
        if plan.kind is Kind.draft:
            return
        story.at(moments.published, self._publish)
        arrivals = self._arrivals(plan.people, 0.0, 0.7)
        late = self._arrivals(plan.waiting, 0.75, 0.95)
        known = [late[0] if late else arrivals[0]] if plan.has_trainee else []
        for moment in arrivals + late:
            story.at(moment, self._enrol_trainee if moment in known else self._enrol_somebody)
        for number in range(plan.cancels):
            story.at(self._within(0.96) + timedelta(minutes=number), self._give_up)
        if seats.has_pools(plan) and plan.kind is Kind.open:
            story.at(self._within(0.9), lambda: seats.reserve_two(self.offering))
        if plan.kind is Kind.cancelled:
            story.at(self._within(0.98), self._call_off)
        if plan.kind is Kind.approval:
            story.at(self._within(0.72), self._decide)

    def _create(self) -> None:
        plan, moments, actor = self.plan, self.plan.moments, self.cast.operator
        values = catalogue.OfferingValues(
            starts_on=plan.days[0],
            ends_on=plan.days[-1],
            enrol_from=moments.enrol_from,
            enrol_until=moments.enrol_until,
            cancel_until=moments.cancel_until,
            minimum=plan.seats * 2 // 5,
            selection=Selection.approval if plan.kind is Kind.approval else Selection.first_come,
            note=words("note")[0],
        )
        self.offering = catalogue.create_offering(actor=actor, course=plan.course, values=values)
        enrolment.set_seats(actor=actor, offering=self.offering, count=plan.seats)
        if seats.has_pools(plan):
            seats.keep_seats(actor, self.offering, plan.seats)
        for block in blocks(plan):
            catalogue.schedule_session(
                actor=actor,
                offering=self.offering,
                room=plan.room,
                instructors=plan.instructors,
                people=plan.seats,
                **vars(block),
            )

    def _publish(self) -> None:
        catalogue.publish_offering(actor=self.cast.operator, offering=self.offering)

    def _enrol_trainee(self) -> None:
        self._enrol(self.cast.trainee)

    def _enrol_somebody(self) -> None:
        person = self.cast.crowd.pick(self.plan)
        if person is not None:
            self._enrol(person)

    def _enrol(self, person: User) -> None:
        completed = completed_course_ids(person.id) if self.plan.course.needs else ()
        enrolment.enrol(
            actor=person,
            offering=self.offering,
            user=person,
            completed_course_ids=completed,
        )

    def _give_up(self) -> None:
        first = queries.enrolled(self.offering)[0]
        enrolment.cancel(actor=first.user, enrolment=first)
        later = clock.now() + seats.ANSWERED_AFTER
        self.cast.story.at(later, lambda: seats.accept_offers(self.offering))

    def _call_off(self) -> None:
        reason = words("call-off")[0]
        catalogue.cancel_offering(actor=self.cast.operator, offering=self.offering, reason=reason)

    def _decide(self) -> None:
        """Everybody who has applied so far is accepted, but for the last."""
        applied = [
            one
            for one in queries.of_offering(self.offering)
            if one.status is EnrolmentStatus.applied
        ]
        for one in applied[:-1]:
            enrolment.approve(actor=self.cast.operator, enrolment=one)
        enrolment.refuse(actor=self.cast.operator, enrolment=applied[-1], reason=words("refuse")[0])

    def _within(self, part: float) -> datetime:
        """A moment in the enrolment window as far as it has passed: 0 its start, 1 its end or now."""
        moments = self.plan.moments
        end = min(moments.enrol_until, self.cast.now)
        return moments.enrol_from + (end - moments.enrol_from) * part

    def _arrivals(self, count: int, start: float, end: float) -> list[datetime]:
        """So many moments in a part of the window, in order; mostly by day."""
        chance = self.cast.chance
        found = [self._within(chance.uniform(start, end)) for _ in range(count)]
        return sorted(_by_day(moment, chance) for moment in found)


def _by_day(moment: datetime, chance: Random) -> datetime:
    """Not in the small hours: at night nobody signs up for a course."""
    local = clock.to_seoul(moment)
    if 8 <= local.hour < 23:
        return moment
    return local.replace(hour=21, minute=chance.randrange(60)) - timedelta(
        days=1 if local.hour < 8 else 0
    )
