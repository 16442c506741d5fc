"""나의 강의실 at a glance: the next class, what is going on, what is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from lms.accounts.policy import can_learn
from lms.attendance.queries import Progress, progress
from lms.catalogue.models import OfferingStatus
from lms.certificates.models import Certificate
from lms.certificates.queries import of_enrolments
from lms.completion.models import Judgement
from lms.completion.queries import judgements
from lms.core.guard import permit
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries import next_class, of_user, places_in_line
from lms.firms.links import invitation_token
from lms.firms.queries import invitations_to
from lms.site.views.blueprint import doors

OVER = frozenset({OfferingStatus.finished, OfferingStatus.cancelled})


@dataclass(frozen=True)
class Line:
    """One enrolment with everything the page says of it."""

    enrolment: Enrolment
    place: int | None
    progress: Progress | None
    judgement: Judgement | None
    certificate: Certificate | None

    @property
    def is_over(self) -> bool:
        """Does it belong to the past?"""
        return not self.enrolment.live or self.enrolment.offering.status in OVER

    @property
    def percent(self) -> int | None:
        """The judged share, in whole percent."""
        if self.judgement is None:
            return None
        total = self.judgement.evidence["sum"]
        return total["counted"] * 100 // total["scheduled"] if total["scheduled"] else 0


@doors.get("/my")
def my() -> str:
    """The person's own page."""
    person = permit(can_learn)
    lines = _lines(of_user(person))
    return render_template(
        "site/my.html",
        invitations=invitations_to(person),
        invitation_token=invitation_token,
        next_class=next_class(person),
        current=sorted(
            (line for line in lines if not line.is_over),
            key=lambda line: line.enrolment.offering.starts_on,
        ),
        past=[line for line in lines if line.is_over],
        breadcrumbs=[(gettext("My classroom"), None)],
    )


def _lines(enrolments: Sequence[Enrolment]) -> list[Line]:
    seated = [one for one in enrolments if one.status is EnrolmentStatus.enrolled]
    ids = [one.id for one in seated]
    places = places_in_line(enrolments)
    attended = progress(seated) if seated else {}
    verdicts = judgements(ids) if ids else {}
    papers = of_enrolments(ids) if ids else {}
    return [
        Line(
            enrolment=one,
            place=places.get(one.id),
            progress=attended.get(one.id),
            judgement=verdicts.get(one.id),
            certificate=papers.get(one.id),
        )
        for one in enrolments
    ]
