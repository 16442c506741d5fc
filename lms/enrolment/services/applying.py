"""Asking for a seat: a seat, a place in line, or an application that the academy decides."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering, Selection
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.loading import loaded
from lms.enrolment import rules, wording
from lms.enrolment.events import Applied, Enrolled, PutOnWaitingList
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries import Standing, standing
from lms.enrolment.services.due import serve
from lms.enrolment.services.inserting import insert_enrolment, new_seat
from lms.enrolment.services.line import free_seat, lock_line
from lms.enrolment.services.serving import fill_free_seats

EVENTS: dict[EnrolmentStatus, Any] = {
    EnrolmentStatus.enrolled: lambda enrolment_id: Enrolled(enrolment_id, moved_up=False),
    EnrolmentStatus.waiting: PutOnWaitingList,
    EnrolmentStatus.applied: Applied,
}


def enrol(
    *, actor: User, offering: Offering, user: User, completed_course_ids: Collection[int] = ()
) -> Enrolment:
    """Give a person a seat, or else a place in line; where the academy selects, an application.

    Args:
        completed_course_ids: courses the person has completed, against the prerequisites.

    Raises:
        Refused: a rule stands against it; the code says which (rules.Bar).
    """
    facts = check(offering, user, completed_course_ids)
    if facts.release_due:
        serve(offering)
    by_approval = offering.selection is Selection.approval
    seat_id = None if by_approval else find_seat(offering, facts)
    return place(actor, offering, user, facts, seat_id, by_approval=by_approval)


def add_person(
    *,
    actor: User,
    offering: Offering,
    user: User,
    reason: str,
    extra_seat: bool = False,
    completed_course_ids: Collection[int] = (),
) -> Enrolment:
    """Put a person in at the academy's desk: approved at once, over what an operator may overrule.

    Nobody jumps the line even so: without a free seat the person waits, unless a seat is added.

    Args:
        extra_seat: without a free seat, add one over the limit for this person.

    Raises:
        Refused: the person is in already, or the offering is a draft, has begun or is called off.
    """
    facts, overruled = check_at_desk(offering, user, completed_course_ids)
    seat_id = find_seat(offering, facts)
    if seat_id is None and extra_seat:
        seat_id = new_seat(offering)
        overruled.append("limit")
    return place(actor, offering, user, facts, seat_id, reason=reason, overruled=overruled)


def check(offering: Offering, user: User, completed_course_ids: Collection[int] = ()) -> Standing:
    """How a person stands before an offering, when nothing is in the way.

    Raises:
        Refused: a rule stands against it.
    """
    facts = standing(offering, user)
    _refuse(rules.obstacles(request_of(offering, facts, completed_course_ids)))
    return facts


def check_at_desk(
    offering: Offering, user: User, completed_course_ids: Collection[int] = ()
) -> tuple[Standing, list[str]]:
    """How a person stands, and which rules an operator overrules by letting the person in.

    Raises:
        Refused: a rule stands against it that can't be overruled.
    """
    facts = standing(offering, user)
    found = rules.obstacles(request_of(offering, facts, completed_course_ids))
    _refuse([obstacle for obstacle in found if obstacle.bar not in rules.OVERRULABLE])
    return facts, [obstacle.bar.value for obstacle in found]


def request_of(
    offering: Offering, facts: Standing, completed_course_ids: Collection[int]
) -> rules.Request:
    """What the rules look at, from what was read."""
    if facts.offering_status is not offering.status:
        db.session.refresh(offering)
    missing = [
        course.title_ko for course in offering.course.needs if course.id not in completed_course_ids
    ]
    extended, barred = facts.extended_until, facts.barred_until
    return rules.Request(
        stage=offering.stage(clock.now()),
        opens_at=offering.enrol_from,
        closes_at=offering.enrol_until,
        live=facts.live,
        clashes=[facts.clash] if facts.clash else [],
        missing=missing,
        extended=extended is not None and clock.now() < extended,
        group=facts.group,
        open_to=facts.open_to,
        barred_until=barred if barred and clock.today() <= barred else None,
    )


def _refuse(found: list[rules.Obstacle]) -> None:
    if found:
        raise _refusal(found[0])


def _refusal(obstacle: rules.Obstacle) -> Refused:
    return Refused(obstacle.bar.value, wording.sentence(obstacle))


def place(
    actor: User,
    offering: Offering,
    user: User,
    facts: Standing,
    seat_id: int | None,
    *,
    by_approval: bool = False,
    reason: str = "",
    party_id: int | None = None,
    came_from_id: int | None = None,
    **details: Any,
) -> Enrolment:
    """Write the enrolment, with its seat if there is one; the rules have been asked.

    Args:
        seat_id: a locked free seat; without one the person waits (or has applied).
    """
    status = _status(by_approval, seat_id)
    links = {"party_id": party_id, "came_from_id": came_from_id}
    enrolment = _insert(offering, user, facts, status, seat_id, links)
    audit.record(actor.id, f"enrolment.{status.value}", enrolment, reason=reason, **details)
    announce(EVENTS[status](enrolment.id))
    if status is EnrolmentStatus.waiting and party_id is None:
        fill_free_seats(offering)  # a party that found too few seats may have been passed over
    return enrolment


def find_seat(offering: Offering, facts: Standing) -> int | None:
    """The quick way first; who finds nothing takes the lock and looks again (line.py)."""
    seat_id = free_seat(offering, facts.group, quick=True)
    if seat_id is None:
        lock_line(offering)
        seat_id = free_seat(offering, facts.group)
    return seat_id


def _status(by_approval: bool, seat_id: int | None) -> EnrolmentStatus:
    if by_approval:
        return EnrolmentStatus.applied
    return EnrolmentStatus.waiting if seat_id is None else EnrolmentStatus.enrolled


def _insert(
    offering: Offering,
    user: User,
    facts: Standing,
    status: EnrolmentStatus,
    seat_id: int | None,
    links: dict[str, int | None],
) -> Enrolment:
    """Insert unless another request of the same person was faster; its time is the place in line."""
    now = clock.now()
    row: dict[str, Any] = {
        "offering_id": offering.id,
        "user_id": user.id,
        "firm_id": facts.firm_id,
        "region_code": facts.region_code,
        "seat_group": facts.group,
        "status": status,
        "priority": rules.priority(facts.taken_on, offering.starts_on),
        "applied_at": now,
        "decided_at": now if status is EnrolmentStatus.enrolled else None,
        "reason": "",
        "offered_until": None,
        **links,
    }
    enrolment_id = insert_enrolment(row, seat_id)
    if enrolment_id is None:
        raise _refusal(rules.Obstacle(rules.Bar.already))
    row["group"] = row.pop("seat_group")
    return loaded(Enrolment, {"id": enrolment_id, **row})
