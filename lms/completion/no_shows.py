"""Who had a seat and never came is noted when the offering is judged."""

from __future__ import annotations

from typing import Any

from lms.attendance.marks import Mark
from lms.completion.models import Judged
from lms.completion.queries import judgements
from lms.core.db import db
from lms.enrolment import services as enrolment
from lms.enrolment.models import Enrolment


def note_no_shows(event: Judged) -> None:
    """Reaction: bar those who were absent from every class."""
    for enrolment_id, judgement in judgements(event.enrolment_ids).items():
        if never_came(judgement.evidence):
            enrolment.bar_no_show(db.session.get_one(Enrolment, enrolment_id))


def never_came(evidence: dict[str, Any]) -> bool:
    """Absent without excuse from every class that was held."""
    marks = [session["mark"] for session in evidence["sessions"]]
    return bool(marks) and all(mark == Mark.absent.value for mark in marks)
