"""Judging: when every roll call of an offering is locked, and again when a record is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from lms.attendance.models import AttendanceCorrected, RollCallLocked
from lms.attendance.queries import Attendance, attendance_of, held_sessions
from lms.attendance.records import days_of
from lms.audit import services as audit
from lms.catalogue.events import SessionCalledOff
from lms.catalogue.models import ClassSession, Offering
from lms.catalogue.rule import CompletionRule
from lms.completion import criteria
from lms.completion.models import Judged, Judgement, Verdict
from lms.completion.queries import judgements
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import announce
from lms.core.text import gettext
from lms.enrolment.events import EnrolmentCancelled
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import enrolled


def judge_if_complete(session_id: int) -> None:
    """Judge the offering of a class session if all its roll calls are locked."""
    offering = _locked_offering(session_id)
    sheets = held_sessions([offering.id])
    if sheets and all(sheet.locked for sheet in sheets):
        judge(offering)


def after_lock(event: RollCallLocked) -> None:
    """Reaction."""
    judge_if_complete(event.session_id)


def after_correction(event: AttendanceCorrected) -> None:
    """Reaction: a verdict that was given is given anew, in the same transaction."""
    offering = _locked_offering(event.session_id)
    enrolment = db.session.get_one(Enrolment, event.enrolment_id)
    if judgements([enrolment.id]):
        _judge(offering, [enrolment])


def after_call_off(event: SessionCalledOff) -> None:
    """Reaction: the class called off may have been the last one waited for, or have counted."""
    judge_if_complete(event.session_id)


def keep_what_is_judged(event: EnrolmentCancelled) -> None:
    """Reaction: a verdict stands on its enrolment, and a certificate on the verdict.

    Raises:
        Refused: the enrolment that would be cancelled is judged.
    """
    if judgements([event.enrolment_id]):
        sentence = gettext(
            "Completion is judged already, so this enrolment stays. "
            "Correct the attendance or revoke the certificate instead."
        )
        raise Refused("judged", sentence)


def judge(offering: Offering) -> None:
    """Judge everybody enrolled in an offering, in one pass. Doing it again changes nothing."""
    _judge(offering, enrolled(offering))


def _judge(offering: Offering, enrolments: Sequence[Enrolment]) -> None:
    found, before = attendance_of(enrolments), judgements([one.id for one in enrolments])
    new, changed, announced = [], [], []
    for one in enrolments:
        outcome = _outcome(offering.rule, found[one.id])
        verdict = Verdict.completed if outcome.completed else Verdict.not_completed
        evidence = _evidence(offering.rule, found[one.id], outcome)
        values = {"verdict": verdict, "evidence": evidence, "judged_at": clock.now()}
        old = before.get(one.id)
        if old is None:
            new.append({"enrolment_id": one.id, **values})
        elif old.evidence != evidence:
            changed.append({"id": old.id, **values})
        if old is None or old.verdict is not verdict:
            announced.append(one.id)
    if new:
        db.session.execute(insert(Judgement), new)
    if changed:
        db.session.execute(update(Judgement), changed)
        db.session.expire_all()
    if new or changed:
        audit.record(None, "completion.judge", offering, judged=len(new), changed=len(changed))
    if announced:
        announce(Judged(offering.id, tuple(announced)))


def _outcome(rule: CompletionRule, attendance: Attendance) -> criteria.Outcome:
    return criteria.judge(rule, days_of(attendance.kept, half_day=rule.half_day))


def _evidence(
    rule: CompletionRule, attendance: Attendance, outcome: criteria.Outcome
) -> dict[str, Any]:
    """What the verdict rests on, so that it can be understood years later."""
    return {
        "rule": {
            "basis": rule.basis.value,
            "threshold": rule.threshold,
            "grace": rule.grace,
            "penalty": rule.penalty,
            "half_day": rule.half_day,
            "score": rule.score,
            "survey": rule.survey,
        },
        "sessions": [
            {
                "starts_at": block.starts_at.isoformat(),
                "scheduled": block.minutes,
                "minutes": kept.minutes,
                "mark": kept.mark.value,
            }
            for block, kept in attendance.kept
        ],
        "sum": outcome.to_json(),
    }


def _locked_offering(session_id: int) -> Offering:
    """The offering of a class session; whoever else would judge it waits for this transaction.

    Two instructors may lock the last two roll calls at the same moment: without waiting, each would
    see the other's as open, and nobody would judge.
    """
    offering_id = db.session.get_one(ClassSession, session_id).offering_id
    statement = (
        select(Offering)
        .where(Offering.id == offering_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()
