"""Demo requests for rooms: two that clash, one in each other state, told through the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from lms.accounts.models import User
from lms.classrooms.models import Room
from lms.classrooms.preview import Placement
from lms.classrooms.recurrence import Freq, Recurrence, days, to_text
from lms.classrooms.services import BookingDetails
from lms.core import clock
from lms.demo.days import teaching_day
from lms.demo.story import Story
from lms.demo.tables import rows
from lms.firms.queries import find_membership
from lms.room_requests import services
from lms.room_requests.models import RoomRequest, StepReason
from lms.room_requests.policy import is_manager

TEN, THREE = time(10), time(15)
Row = dict[str, str]
GRANTED = frozenset({"approved", "used", "no_show", "withdrawn"})
DECISIONS = {
    "refused": services.refuse,
    "more": services.ask_for_more,
    "withdrawn": services.withdraw_approval,
}


def plan_room_requests(
    story: Story, operator: User, people: Mapping[str, User], rooms: Mapping[str, Room], today: date
) -> None:
    """Put the life of each request into the story."""
    for row in rows("room_requests"):
        Asking(story, operator, people[row["email"]], rooms[row["room"]], row, today).plan()


@dataclass
class Asking:
    """One request and, once it is made, its row."""

    story: Story
    operator: User
    asker: User
    room: Room
    row: Row
    today: date
    request: RoomRequest = field(init=False)

    def plan(self) -> None:
        """Asking, deciding, and what came of it."""
        row, story = self.row, self.story
        start, end = self._time(self._day("day"))
        asked = clock.at(self._day("asked"), TEN)
        story.at(asked, self._ask)
        outcome = row["outcome"]
        if not outcome:
            return
        if outcome != "cancelled":
            story.at(asked + timedelta(hours=23), self._take_up)
        if outcome in GRANTED:
            story.at(asked + timedelta(hours=27), self._approve)
        story.at(clock.at(self._day("decided"), THREE), self._decide)
        if outcome == "used":
            story.at(start + timedelta(minutes=2), self._check_in)
        story.at(start + timedelta(minutes=30), self._settle)
        story.at(end, self._settle)

    def _ask(self) -> None:
        row = self.row
        membership = find_membership(self.asker)
        details = BookingDetails(
            title=row["title"],
            purpose=row["purpose"],
            people=int(row["people"]),
            firm_id=membership.firm_id if is_manager(membership) else None,
        )
        first, count = self._day("day"), int(row["times"])
        rule = Recurrence(Freq.weekly, count=count)
        wished = [Placement(self.room, *self._time(day)) for day in days(rule, first)]
        wanted = services.Wanted(details, wished, self.asker.phone)
        free = [line.placement for line in services.preview(wanted) if line.is_possible]
        said = to_text(rule) if count > 1 else ""
        wanted = services.Wanted(details, free, self.asker.phone, rule=said)
        self.request = services.ask(actor=self.asker, wanted=wanted)

    def _take_up(self) -> None:
        services.take_up(actor=self.operator, request=self.request)

    def _approve(self) -> None:
        message = "" if self.row["outcome"] == "withdrawn" else self.row["message"]
        services.approve(actor=self.operator, request=self.request, message=message)

    def _decide(self) -> None:
        outcome, message = self.row["outcome"], self.row["message"]
        if outcome == "cancelled":
            services.cancel(actor=self.asker, request=self.request, message=message)
        elif outcome in DECISIONS:
            DECISIONS[outcome](
                actor=self.operator,
                request=self.request,
                reason=StepReason(self.row["reason"]),
                message=message,
            )

    def _check_in(self) -> None:
        request = self.request
        services.check_in(
            actor=self.asker, request=request, occurrence=request.booking.occurrences[0]
        )

    def _settle(self) -> None:
        services.settle(self.request)

    def _day(self, name: str) -> date:
        return teaching_day(self.today, int(self.row[name]))

    def _time(self, day: date) -> tuple[datetime, datetime]:
        starts, ends = (time.fromisoformat(self.row[name]) for name in ("starts", "ends"))
        return clock.at(day, starts), clock.at(day, ends)
