"""Reading judgements, and looking ahead where nothing is judged yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.attendance.queries import attendance_of
from lms.catalogue.models import Offering
from lms.completion.criteria import Outlook, Results, outlook
from lms.completion.models import CourseResult, Judgement, JudgementChange, Verdict
from lms.core.db import db
from lms.enrolment.models import Enrolment


def judgements(enrolment_ids: Iterable[int]) -> dict[int, Judgement]:
    """By enrolment id: the judgements there are."""
    statement = (
        select(Judgement)
        .where(Judgement.enrolment_id.in_(enrolment_ids))
        .execution_options(populate_existing=True)
    )
    return {one.enrolment_id: one for one in db.session.scalars(statement)}


def results(enrolment_ids: Iterable[int]) -> dict[int, Results]:
    """By enrolment id: score and survey, as far as known."""
    statement = (
        select(CourseResult)
        .where(CourseResult.enrolment_id.in_(enrolment_ids))
        .execution_options(populate_existing=True)
    )
    return {
        one.enrolment_id: Results(one.score, one.surveyed_at is not None)
        for one in db.session.scalars(statement)
    }


def changes(enrolment_ids: Iterable[int]) -> dict[int, list[JudgementChange]]:
    """By enrolment id: what has changed since the first verdict, oldest first."""
    statement = (
        select(JudgementChange)
        .where(JudgementChange.enrolment_id.in_(enrolment_ids))
        .order_by(JudgementChange.id)
    )
    found: dict[int, list[JudgementChange]] = {}
    for one in db.session.scalars(statement):
        found.setdefault(one.enrolment_id, []).append(one)
    return found


def find_judgement(enrolment: Enrolment) -> Judgement | None:
    """The verdict on an enrolment, if there is one."""
    statement = select(Judgement).where(Judgement.enrolment_id == enrolment.id)
    return db.session.scalars(statement).one_or_none()


def of_offering(offering: Offering) -> Sequence[Judgement]:
    """All judgements of an offering with their enrolments."""
    statement = (
        select(Judgement)
        .join(Judgement.enrolment)
        .where(Enrolment.offering_id == offering.id)
        .options(joinedload(Judgement.enrolment))
    )
    return db.session.scalars(statement).all()


def completed_course_ids(user_id: int) -> frozenset[int]:
    """Courses that a person has completed, for prerequisites."""
    statement = (
        select(Offering.course_id)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .join(Judgement, Judgement.enrolment_id == Enrolment.id)
        .where(Enrolment.user_id == user_id, Judgement.verdict == Verdict.completed)
    )
    return frozenset(db.session.scalars(statement))


def completed_by(user_ids: Collection[int]) -> dict[int, list[int]]:
    """Courses that each of these people has completed; who has none is left out. One query."""
    statement = (
        select(Enrolment.user_id, Offering.course_id)
        .join(Offering, Enrolment.offering_id == Offering.id)
        .join(Judgement, Judgement.enrolment_id == Enrolment.id)
        .where(Enrolment.user_id.in_(user_ids), Judgement.verdict == Verdict.completed)
        .distinct()
    )
    found: dict[int, list[int]] = {}
    for user_id, course_id in db.session.execute(statement):
        found.setdefault(user_id, []).append(course_id)
    return found


def outlooks(enrolments: Iterable[Enrolment]) -> dict[int, Outlook]:
    """By enrolment id: what can still come of it, by the offering's rule. Offerings loaded."""
    wanted = list(enrolments)
    found = attendance_of(wanted)
    return {
        one.id: outlook(one.offering.rule, found[one.id].kept, found[one.id].coming)
        for one in wanted
    }
