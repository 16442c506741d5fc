"""Doors of the area: the desk's page of verdicts, and the review of one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.queries import names_of
from lms.attendance.marks import Mark
from lms.attendance.queries import attendance_of, held_sessions
from lms.attendance.wording import length
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.catalogue.queries import get_offering
from lms.certificates.queries import of_enrolments, to_issue
from lms.completion import policy, services
from lms.completion.criteria import Outcome, Outlook, Results
from lms.completion.forms import OverrideForm, ResultForm
from lms.completion.models import Judgement, Verdict
from lms.completion.queries import changes, find_judgement, judgements, outlooks, results
from lms.completion.wording import in_words, outlook_in_words
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import enrolled, get_enrolment

doors = Blueprint("completion", __name__)


@doors.get("/desk/offerings/<code>/completion")
def desk_completion(code: str) -> str:
    """Verdicts with the sum behind each, what is still open, and the button that issues."""
    person = permit(policy.can_see_verdicts)
    offering = get_offering(code, person)
    people = enrolled(offering)
    audit.saw(person.id, "completion.desk", [one.user_id for one in people])
    ids = [one.id for one in people]
    verdicts, ahead = judgements(ids), outlooks(people)
    sheets = held_sessions([offering.id])
    return render_template(
        "completion/desk.html",
        offering=offering,
        rows=[(one, verdicts.get(one.id), _sum(one, verdicts, ahead)) for one in people],
        certificates=of_enrolments(ids),
        due=[one.id for one in to_issue(offering)],
        locked=sum(sheet.locked for sheet in sheets),
        sheets=sheets,
        completed=sum(one.verdict is Verdict.completed for one in verdicts.values()),
        judged=len(verdicts),
        changes=changes(ids),
        waits=_waits(offering, people, verdicts),
    )


def _waits(offering: Offering, people: Sequence[Enrolment], verdicts: dict[int, Judgement]) -> bool:
    """Is somebody not judged because a score, the survey or the word on a class is missing?"""
    known, attended = results([one.id for one in people]), attendance_of(people)
    lacking = [
        known.get(one.id, Results()).lacks(offering.rule) or attended[one.id].is_unconfirmed
        for one in people
    ]
    return any(lacks and one.id not in verdicts for one, lacks in zip(people, lacking, strict=True))


@doors.post("/desk/offerings/<code>/completion/judge")
def desk_judge_now(code: str) -> ResponseReturnValue:
    """Judge everybody as it is."""
    person = permit(policy.can_review)
    offering = get_offering(code, person)
    services.judge_now(actor=person, offering=offering)
    flash(gettext("Everybody is judged."), "success")
    return redirect(url_for("completion.desk_completion", code=code), 303)


@doors.get("/desk/enrolments/<int:enrolment_id>/completion")
def desk_review(enrolment_id: int) -> str:
    """One person's verdict: the sum, what it rests on, what has changed, and what can be done."""
    permit(policy.can_review)
    return _review(get_enrolment(enrolment_id))


@doors.post("/desk/enrolments/<int:enrolment_id>/completion/result")
def desk_note_result(enrolment_id: int) -> ResponseReturnValue:
    """Note score and survey."""
    person = permit(policy.can_review)
    enrolment = get_enrolment(enrolment_id)
    form = ResultForm()
    if not form.validate():
        return _review(enrolment, result=form), 422
    services.note_result(
        actor=person,
        enrolment=enrolment,
        score=form.score.data,
        surveyed=bool(form.surveyed.data),
    )
    flash(gettext("The results are saved."), "success")
    return redirect(url_for("completion.desk_review", enrolment_id=enrolment_id), 303)


@doors.post("/desk/enrolments/<int:enrolment_id>/completion/override")
def desk_override(enrolment_id: int) -> ResponseReturnValue:
    """Decide otherwise than the rule, or let the rule decide again."""
    person = permit(policy.can_review)
    enrolment = get_enrolment(enrolment_id)
    if "lift" in request.form:
        services.lift_override(actor=person, enrolment=enrolment)
        flash(gettext("The rule decides again."), "success")
        return redirect(url_for("completion.desk_review", enrolment_id=enrolment_id), 303)
    form = OverrideForm()
    if not form.validate():
        return _review(enrolment, decision=form), 422
    services.override(
        actor=person,
        enrolment=enrolment,
        verdict=Verdict(form.verdict.data),
        reason=str(form.reason.data),
    )
    flash(gettext("The verdict is decided; the person is told by e-mail."), "success")
    return redirect(url_for("completion.desk_review", enrolment_id=enrolment_id), 303)


def _review(
    enrolment: Enrolment,
    *,
    result: ResultForm | None = None,
    decision: OverrideForm | None = None,
) -> str:
    audit.saw(permit(policy.can_review).id, "completion.review", [enrolment.user_id])
    known = results([enrolment.id]).get(enrolment.id, Results())
    judgement = find_judgement(enrolment)
    history = changes([enrolment.id]).get(enrolment.id, [])
    return render_template(
        "completion/review.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        judgement=judgement,
        sum_in_words=in_words(Outcome.from_json(judgement.evidence["sum"])) if judgement else "",
        sessions=judgement.evidence["sessions"] if judgement else [],
        marks={mark.value: mark for mark in Mark},
        history=[(one, in_words(Outcome.from_json(one.sum))) for one in history],
        names=names_of([one.actor_id for one in history]),
        result=result or ResultForm(formdata=None, score=known.score, surveyed=known.surveyed),
        decision=decision or OverrideForm(formdata=None),
        certificate=of_enrolments([enrolment.id]).get(enrolment.id),
        length=length,
        moment_of=datetime.fromisoformat,
    )


def _sum(one: Enrolment, verdicts: dict[int, Judgement], ahead: dict[int, Outlook]) -> str:
    judgement = verdicts.get(one.id)
    if judgement is not None:
        return in_words(Outcome.from_json(judgement.evidence["sum"]))
    return outlook_in_words(ahead[one.id])
