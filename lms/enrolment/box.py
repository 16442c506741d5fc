"""The enrol box of an offering's page: what its button does, and what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from lms.accounts.models import User
from lms.catalogue.models import Offering, Selection, Stage
from lms.core import clock
from lms.enrolment import rules, wording
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import (
    PoolCount,
    SeatCount,
    find_live,
    place_in_line,
    pool_counts,
    rules_of,
    seat_count,
    standing,
)
from lms.enrolment.services.applying import request_of
from lms.firms.groups import Group
from lms.firms.queries import is_manager


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
        pools: seats by the group they are kept for; empty when all are common.
        common_at: when the kept ones become common.
        group: the person's group, once somebody is signed in.
        of_firm: the person belongs to a firm.
        behind: the person would stand behind the others in line (same course within a year).
        for_firm: the person manages a firm's training.
        offers: a seat that comes free is offered and must be accepted.
    """

    offering: Offering
    seats: SeatCount
    stage: Stage
    action: Action
    hindrances: list[Hindrance]
    enrolment: Enrolment | None = None
    place: int | None = None
    pools: Sequence[PoolCount] = ()
    common_at: datetime | None = None
    group: Group | None = None
    of_firm: bool = False
    behind: bool = False
    for_firm: bool = False
    offers: bool = False

    @property
    def kept(self) -> PoolCount | None:
        """The seats kept for the person's group, as long as they are."""
        if self.common_at is not None and self.common_at <= clock.now():
            return None
        return next((one for one in self.pools if one.pool and one.pool is self.group), None)

    @property
    def by_approval(self) -> bool:
        """Does the academy select among the applicants?"""
        return self.offering.selection is Selection.approval


def enrol_box(
    offering: Offering, person: User | None, completed_course_ids: Collection[int] = ()
) -> EnrolBox:
    """The box for a person, or for somebody who is not signed in."""
    now = clock.now()
    giving = rules_of(offering)
    pools = pool_counts(offering)
    box = EnrolBox(
        offering,
        seat_count(offering),
        offering.stage(now),
        Action.none,
        [],
        pools=pools if any(one.pool for one in pools) else (),
        common_at=giving.common_at,
        offers=giving.offer_hours > 0,
    )
    if person is None:
        found = rules.obstacles(rules.Request(box.stage, offering.enrol_from, offering.enrol_until))
        action = Action.none if found else Action.sign_in
        return replace(box, action=action, hindrances=_in_words(found))
    facts = standing(offering, person)
    box = replace(
        box, group=facts.group, of_firm=facts.firm_id is not None, for_firm=is_manager(person)
    )
    if facts.live is not None:
        return _present(box, person)
    found = rules.obstacles(request_of(offering, facts, completed_course_ids))
    return replace(
        box,
        action=Action.none if found else _action(offering, pools, facts.group),
        hindrances=_in_words(found),
        behind=rules.priority(facts.taken_on, offering.starts_on) > 0,
    )


def _present(box: EnrolBox, person: User) -> EnrolBox:
    enrolment = find_live(box.offering, person)
    place = place_in_line(enrolment) if enrolment and enrolment.waits else None
    return replace(box, enrolment=enrolment, place=place)


def _action(offering: Offering, pools: Sequence[PoolCount], group: Group) -> Action:
    if offering.selection is Selection.approval:
        return Action.apply
    mine = [one for one in pools if one.pool in (None, group)]
    return Action.enrol if any(one.free and not one.waiting for one in mine) else Action.wait


def _in_words(found: list[rules.Obstacle]) -> list[Hindrance]:
    told = rules.worth_telling(found)
    return [Hindrance(wording.reason(one), wording.way_out(one)) for one in told]
