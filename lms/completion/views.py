"""Doors of the area: the desk's page of verdicts."""

from __future__ import annotations

from flask import Blueprint, render_template

from lms.attendance.queries import held_sessions
from lms.audit import services as audit
from lms.catalogue.queries import get_offering
from lms.certificates.queries import of_enrolments, to_issue
from lms.completion import policy
from lms.completion.criteria import Outcome, Outlook
from lms.completion.models import Judgement, Verdict
from lms.completion.queries import judgements, outlooks
from lms.completion.wording import in_words, outlook_in_words
from lms.core.guard import permit
from lms.enrolment.models import Enrolment
from lms.enrolment.queries import enrolled

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
    )


def _sum(one: Enrolment, verdicts: dict[int, Judgement], ahead: dict[int, Outlook]) -> str:
    judgement = verdicts.get(one.id)
    if judgement is not None:
        return in_words(Outcome.from_json(judgement.evidence["sum"]))
    return outlook_in_words(ahead[one.id])
