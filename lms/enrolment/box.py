"""The enrol box of an offering's page: what its button does, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from lms.accounts.models import User
from lms.catalogue.models import Offering, Selection, Stage
from lms.core import clock
from lms.enrolment import rules, wording
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import SeatCount, find_live, place_in_line, seat_count, standing
from lms.enrolment.services.applying import request_of


class Action(Enum):
    """What the button does; none: there is no button."""

    enrol = "enrol"
    wait = "wait"
    apply = "apply"
    sign_in = "sign_in"
    none = "none"


@dataclass(frozen=True)
class Hindrance:
    """One thing that stands in the way, and what would help."""

    reason: str
    way_out: str


@dataclass(frozen=True)
class EnrolBox:
    """What the box shows.

    Attributes:
        enrolment: the person's live enrolment here; then there is nothing to press.
        place: its place in line, if it waits.
    """

    offering: Offering
    seats: SeatCount
    stage: Stage
    action: Action
    hindrances: list[Hindrance]
    enrolment: Enrolment | None = None
    place: int | None = None

    @property
    def by_approval(self) -> bool:
        """Does the academy select among the applicants?"""
        return self.offering.selection is Selection.approval


def enrol_box(
    offering: Offering, person: User | None, completed_course_ids: Collection[int] = ()
) -> EnrolBox:
    """The box for a person, or for somebody who is not signed in (one query then)."""
    seats = seat_count(offering)
    stage = offering.stage(clock.now())
    if person is None:
        found = rules.obstacles(rules.Request(stage, offering.enrol_from, offering.enrol_until))
        action = Action.none if found else Action.sign_in
        return EnrolBox(offering, seats, stage, action, _in_words(found))
    facts = standing(offering, person)
    if facts.live is not None:
        return _present(offering, person, seats, stage)
    found = rules.obstacles(request_of(offering, facts, completed_course_ids))
    action = Action.none if found else _action(offering, seats)
    return EnrolBox(offering, seats, stage, action, _in_words(found))


def _present(offering: Offering, person: User, seats: SeatCount, stage: Stage) -> EnrolBox:
    enrolment = find_live(offering, person)
    place = place_in_line(enrolment) if enrolment and enrolment.waits else None
    return EnrolBox(offering, seats, stage, Action.none, [], enrolment, place)


def _action(offering: Offering, seats: SeatCount) -> Action:
    if offering.selection is Selection.approval:
        return Action.apply
    return Action.enrol if seats.free > 0 and not seats.waiting else Action.wait


def _in_words(found: list[rules.Obstacle]) -> list[Hindrance]:
    told = rules.worth_telling(found)
    return [Hindrance(wording.reason(one), wording.way_out(one)) for one in told]
