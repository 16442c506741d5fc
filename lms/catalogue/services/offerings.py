"""An offering's life: created, published, run, finished, or called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import changes
from lms.audit import services as audit
from lms.catalogue import queries
from lms.catalogue.events import OfferingCancelled, OfferingPublished
from lms.catalogue.models import (
    OFFERING_MOVES,
    ClassSession,
    Course,
    CourseStatus,
    Offering,
    OfferingStatus,
)
from lms.catalogue.numbering import next_run, offering_code
from lms.catalogue.rule import CompletionRule
from lms.catalogue.services.offering_values import OfferingValues
from lms.classrooms import services as classrooms
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.status import check_move
from lms.core.text import gettext, moment, short_day

OPEN_TO_CHANGE = frozenset({OfferingStatus.draft, OfferingStatus.published, OfferingStatus.running})


def create_offering(
    *, actor: User, course: Course, values: OfferingValues, year: int | None = None
) -> Offering:
    """Make the next run of a course, as a draft, with the course's completion rule.

    Asking again for a draft that is there already, and still without a class, gives that one: a form
    sent twice makes one offering.

    Args:
        year: of the number; the first day's year unless said otherwise.

    Raises:
        Refused: the dates contradict each other, or the course is no longer taught.
    """
    if course.status is CourseStatus.retired:
        raise Refused("retired", gettext("This course is no longer taught; list it again first."))
    values.check()
    year = year or values.starts_on.year
    db.session.execute(select(Course.id).where(Course.id == course.id).with_for_update())
    same = queries.find_empty_draft(course, year, vars(values))
    if same is not None:
        return same
    run = next_run(queries.runs_of(course, year))
    code = offering_code(course.code, year, run)
    offering = Offering(course=course, code=code, year=year, run=run, **vars(values))
    offering.rule = course.rule
    try:
        with db.session.begin_nested():
            db.session.add(offering)
            db.session.flush()
    except IntegrityError as error:  # another course had this course's code before
        sentence = gettext("The code %(code)s is in use already; please choose another.", code=code)
        raise Refused("code-taken", sentence) from error
    audit.record(actor.id, "catalogue.create_offering", offering, code=offering.code)
    return offering


def update_offering(
    *,
    actor: User,
    offering: Offering,
    values: OfferingValues,
    rule: CompletionRule | None = None,
) -> None:
    """Change an offering's dates and settings. The completion rule may change in a draft only.

    Raises:
        Refused: it is over; the dates contradict each other or leave a class outside; the rule
            would change after it was promised.
    """
    _lock(offering)
    _check_open(offering)
    values.check()
    _check_sessions_within(offering, values.starts_on, values.ends_on)
    rule = rule or offering.rule
    if rule != offering.rule and offering.status is not OfferingStatus.draft:
        sentence = gettext("The completion rule was promised when the offering was published.")
        raise Refused("rule-frozen", sentence)
    _write(actor, offering, {**vars(values), "rule": rule})


def set_days(*, actor: User, offering: Offering, starts_on: date, ends_on: date) -> None:
    """Give an offering other days. The deadlines of a draft keep their distance to its first day;
    once it is published they were promised, and stay.

    Raises:
        Refused: it is over; the dates contradict each other or leave a class outside.
    """
    if (offering.starts_on, offering.ends_on) == (starts_on, ends_on):
        return
    _lock(offering)
    _check_open(offering)
    draft = offering.status is OfferingStatus.draft
    shift = starts_on - offering.starts_on if draft else timedelta(0)
    values = OfferingValues(
        starts_on=starts_on,
        ends_on=ends_on,
        enrol_from=offering.enrol_from,
        enrol_until=offering.enrol_until + shift,
        cancel_until=offering.cancel_until + shift,
    )
    values.check()
    _check_sessions_within(offering, starts_on, ends_on)
    moved = ("starts_on", "ends_on", "enrol_until", "cancel_until")
    _write(actor, offering, {name: getattr(values, name) for name in moved})


def publish_offering(*, actor: User, offering: Offering) -> None:
    """Show the offering to everybody; from now on its completion rule stands.

    Raises:
        Refused: it has no class session, or is not a draft; also what a reaction refuses (no seats).
    """
    _lock(offering)
    check_move(OFFERING_MOVES, offering.status, OfferingStatus.published)
    if offering.course.status is not CourseStatus.listed:
        sentence = gettext("The course is not listed yet; please list the course first.")
        raise Refused("course-unlisted", sentence)
    if not offering.live_sessions:
        sentence = gettext("There is no class in the timetable yet; please schedule one first.")
        raise Refused("no-sessions", sentence)
    _set_status(offering, OfferingStatus.published, actor, "catalogue.publish_offering")
    announce(OfferingPublished(offering.id))


def cancel_offering(*, actor: User, offering: Offering, reason: str) -> None:
    """Call the offering off (폐강) and give its rooms back.

    Raises:
        Refused: it runs already, or is over.
    """
    _lock(offering)
    check_move(OFFERING_MOVES, offering.status, OfferingStatus.cancelled)
    sessions = offering.live_sessions
    for session in sessions:
        session.called_off_at = clock.now()
    held = [session.occurrence for session in sessions]
    classrooms.cancel_occurrences(actor=actor, occurrences=held, reason=reason)
    offering.cancel_reason = reason
    _set_status(offering, OfferingStatus.cancelled, actor, "catalogue.cancel_offering", reason)
    announce(OfferingCancelled(offering.id, reason))


def advance_offerings() -> int:
    """Let time pass: published ones whose first class has begun run, running ones whose last class
    is over are finished. The worker calls it each minute; returns how many moved on.
    """
    now = clock.now()
    live = ClassSession.called_off_at.is_(None)
    begun = select(ClassSession.offering_id).where(live).group_by(ClassSession.offering_id)
    started = begun.having(func.min(ClassSession.starts_at) <= now)
    ended = begun.having(func.max(ClassSession.ends_at) <= now)
    moved = 0
    for old, new, due in (
        (OfferingStatus.published, OfferingStatus.running, started),
        (OfferingStatus.running, OfferingStatus.finished, ended),
    ):
        statement = select(Offering).where(Offering.status == old, Offering.id.in_(due))
        for offering in db.session.scalars(statement.with_for_update()).all():
            _set_status(offering, new, None, "catalogue.advance_offering")
            moved += 1
        db.session.flush()
    return moved


# --- one step each -------------------------------------------------------------------------------


def _lock(offering: Offering) -> None:
    db.session.refresh(offering, ["status"], with_for_update=True)


def _set_status(
    offering: Offering, status: OfferingStatus, actor: User | None, action: str, reason: str = ""
) -> None:
    old, offering.status = offering.status, status
    actor_id = actor.id if actor else None
    audit.record(actor_id, action, offering, reason=reason, status=[old, status])


def _write(actor: User, offering: Offering, values: Mapping[str, Any]) -> None:
    changed = changes.between(changes.facts_of(offering, values), values)
    for name, (_, new) in changed.items():
        setattr(offering, name, new)
    audit.record(actor.id, "catalogue.update_offering", offering, **changes.in_words(changed))


def _check_open(offering: Offering) -> None:
    if offering.status not in OPEN_TO_CHANGE:
        label = offering.status.label
        sentence = gettext("This offering is “%(status)s” and can't be changed.", status=label)
        raise Refused("offering-over", sentence)


def _check_sessions_within(offering: Offering, starts_on: date, ends_on: date) -> None:
    outside = [
        session
        for session in offering.live_sessions
        if not starts_on <= clock.to_seoul(session.starts_at).date() <= ends_on
    ]
    if outside:
        raise Refused(
            "sessions-outside",
            gettext(
                "The class on %(moment)s would lie outside %(start)s ~ %(end)s; move it first.",
                moment=moment(outside[0].starts_at),
                start=short_day(starts_on),
                end=short_day(ends_on),
            ),
        )
