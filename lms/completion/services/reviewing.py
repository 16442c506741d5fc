"""What people add to a verdict: the test's score, the survey, and a decision other than the rule's."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.attendance.queries import held_sessions
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.completion.models import CourseResult, Judged, Verdict
from lms.completion.queries import find_judgement
from lms.completion.services.judging import judge, judge_one, note_changes
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.enrolment.models import Enrolment


def note_result(
    *, actor: User, enrolment: Enrolment, score: int | None, surveyed: bool
) -> CourseResult:
    """Note a test score (0-100) and whether the survey was answered; the verdict follows.

    Raises:
        Invalid: the score is not from 0 to 100.
    """
    if score is not None and not 0 <= score <= 100:
        raise Invalid({"score": gettext("Please enter a score from 0 to 100.")})
    statement = select(CourseResult).where(CourseResult.enrolment_id == enrolment.id)
    found = db.session.scalars(statement).one_or_none()
    found = found or CourseResult(enrolment_id=enrolment.id)
    old = [found.score, found.surveyed_at is not None]
    found.score = score
    found.surveyed_at = (found.surveyed_at or clock.now()) if surveyed else None
    db.session.add(found)
    audit.record(actor.id, "completion.note_result", found, result=[old, [score, surveyed]])
    db.session.flush()
    sheets = held_sessions([enrolment.offering_id])
    if sheets and all(sheet.locked for sheet in sheets):
        judge_one(enrolment)
    return found


def judge_now(*, actor: User, offering: Offering) -> None:
    """Judge everybody as it is, whatever score or survey is missing.

    Raises:
        Refused: a roll call is still open.
    """
    sheets = held_sessions([offering.id])
    if not sheets or not all(sheet.locked for sheet in sheets):
        raise Refused("open-sheets", gettext("There are roll calls that are not locked yet."))
    audit.record(actor.id, "completion.judge_now", offering)
    judge(offering, waiting=False)


def override(*, actor: User, enrolment: Enrolment, verdict: Verdict, reason: str) -> None:
    """Decide otherwise than the rule. It stands, whatever the sum comes to, until it is lifted.

    Raises:
        Refused: not judged yet, or this is the verdict already.
        Invalid: no reason.
    """
    judgement = find_judgement(enrolment)
    if judgement is None:
        raise Refused("not-judged", gettext("Completion is not judged yet."))
    if judgement.verdict is verdict:
        raise Refused("same", gettext("This is the verdict already."))
    if not reason.strip():
        raise Invalid({"reason": gettext("Please say why it is decided otherwise.")})
    note_changes([(enrolment.id, judgement, verdict, judgement.evidence)], actor.id, reason)
    audit.record(
        actor.id,
        "completion.override",
        judgement,
        reason=reason,
        verdict=[judgement.verdict.value, verdict.value],
    )
    judgement.verdict = verdict
    judgement.decided_by_id, judgement.decided_at = actor.id, clock.now()
    judgement.decided_because = reason[:500]
    db.session.flush()
    announce(Judged(enrolment.offering_id, (enrolment.id,)))


def lift_override(*, actor: User, enrolment: Enrolment) -> None:
    """Let the rule decide again. Twice is once."""
    judgement = find_judgement(enrolment)
    if judgement is None or judgement.decided_by_id is None:
        return
    by_rule = judgement.evidence["sum"]["completed"]
    verdict = Verdict.completed if by_rule else Verdict.not_completed
    note_changes([(enrolment.id, judgement, verdict, judgement.evidence)], actor.id)
    audit.record(actor.id, "completion.lift_override", judgement)
    is_news = judgement.verdict is not verdict
    judgement.verdict = verdict
    judgement.decided_by_id = judgement.decided_at = None
    judgement.decided_because = ""
    db.session.flush()
    if is_news:
        announce(Judged(enrolment.offering_id, (enrolment.id,)))
