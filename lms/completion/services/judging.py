"""Judging: when every roll call of an offering is locked, and again when a record is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from lms.completion.models import Judged, Judgement, JudgementChange, Verdict
from lms.completion.queries import judgements, results
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
    if _all_locked(offering):
        judge(offering)


def _all_locked(offering: Offering) -> bool:
    sheets = held_sessions([offering.id])
    return bool(sheets) and all(sheet.locked for sheet in sheets)


def after_lock(event: RollCallLocked) -> None:
    """Reaction."""
    judge_if_complete(event.session_id)


def after_correction(event: AttendanceCorrected) -> None:
    """Reaction: a verdict that was given is given anew, in the same transaction.

    One that waited until somebody said how it was is given now.
    """
    offering = _locked_offering(event.session_id)
    enrolment = db.session.get_one(Enrolment, event.enrolment_id)
    if judgements([enrolment.id]) or _all_locked(offering):
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


def judge(offering: Offering, *, waiting: bool = True) -> None:
    """Judge everybody enrolled in an offering, in one pass. Doing it again changes nothing.

    Args:
        waiting: leave out whose score or survey is still missing, or of whom a class is not confirmed;
            without it they are judged as it is.
    """
    _judge(offering, enrolled(offering), waiting=waiting)


def judge_one(enrolment: Enrolment) -> None:
    """Judge one person of an offering whose roll calls are all locked."""
    _judge(enrolment.offering, [enrolment])


@dataclass(frozen=True)
class _Judged:
    """One person's verdict about to be written."""

    enrolment: Enrolment
    old: Judgement | None
    outcome: criteria.Outcome
    evidence: dict[str, Any]

    @property
    def verdict(self) -> Verdict:
        """By the rule, unless a person has decided otherwise."""
        if self.old is not None and self.old.decided_by_id is not None:
            return self.old.verdict
        return Verdict.completed if self.outcome.completed else Verdict.not_completed

    @property
    def is_news(self) -> bool:
        """Is the verdict another than before?"""
        return self.old is None or self.old.verdict is not self.verdict


def _judge(offering: Offering, enrolments: Sequence[Enrolment], *, waiting: bool = True) -> None:
    ids = [one.id for one in enrolments]
    found, before, known = attendance_of(enrolments), judgements(ids), results(ids)
    judged = []
    for one in enrolments:
        besides = known.get(one.id, criteria.Results())
        lacks = besides.lacks(offering.rule) or found[one.id].is_unconfirmed
        if waiting and one.id not in before and lacks:
            continue
        outcome = _outcome(offering.rule, found[one.id], besides)
        evidence = _evidence(offering.rule, found[one.id], outcome)
        old = before.get(one.id)
        if old is None or old.evidence != evidence:
            judged.append(_Judged(one, old, outcome, evidence))
    _keep(offering, judged)


def _keep(offering: Offering, judged: Sequence[_Judged]) -> None:
    if not judged:
        return
    values = [
        {"verdict": one.verdict, "evidence": one.evidence, "judged_at": clock.now()}
        for one in judged
    ]
    new = [
        {"enrolment_id": one.enrolment.id, "decided_because": "", **value}
        for one, value in zip(judged, values, strict=True)
        if one.old is None
    ]
    changed = [
        {"id": one.old.id, **value}
        for one, value in zip(judged, values, strict=True)
        if one.old is not None
    ]
    note_changes([(one.enrolment.id, one.old, one.verdict, one.evidence) for one in judged])
    announced = tuple(one.enrolment.id for one in judged if one.is_news)
    if new:
        db.session.execute(insert(Judgement), new)
    if changed:
        db.session.execute(update(Judgement), changed)
        db.session.expire_all()
    audit.record(None, "completion.judge", offering, judged=len(new), changed=len(changed))
    if announced:
        announce(Judged(offering.id, announced))


def note_changes(
    changed: Sequence[tuple[int, Judgement | None, Verdict, dict[str, Any]]],
    actor_id: int | None = None,
    reason: str = "",
) -> None:
    """Add to the history of verdicts: enrolment id, judgement before, verdict and evidence now."""
    rows = [
        {
            "enrolment_id": enrolment_id,
            "at": clock.now(),
            "actor_id": actor_id,
            "before": old.verdict.value if old else "",
            "verdict": verdict,
            "sum": evidence["sum"],
            "reason": reason[:500],
        }
        for enrolment_id, old, verdict, evidence in changed
    ]
    db.session.execute(insert(JudgementChange), rows)


def _outcome(
    rule: CompletionRule, attendance: Attendance, besides: criteria.Results
) -> criteria.Outcome:
    return criteria.judge(rule, days_of(attendance.kept, half_day=rule.half_day), besides)


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
