"""The training manager's door: the firm's own people, what they learn, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.attendance.queries import Progress, progress
from lms.audit import services as audit
from lms.catalogue.models import OfferingStatus
from lms.certificates.models import Certificate, CertificateStatus
from lms.certificates.queries import of_enrolments
from lms.completion.models import Judgement
from lms.completion.queries import judgements, outlooks
from lms.completion.wording import outlook_in_words
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries.firm import of_firm
from lms.firms import queries, services
from lms.firms.views.blueprint import doors
from lms.firms.views.managing import managed

OVER = frozenset({OfferingStatus.finished, OfferingStatus.cancelled})


@dataclass(frozen=True)
class Line:
    """One enrolment of one of the firm's people."""

    enrolment: Enrolment
    progress: Progress | None
    outlook: str
    judgement: Judgement | None
    certificate: Certificate | None

    @property
    def is_over(self) -> bool:
        """Does it belong to the past?"""
        return not self.enrolment.live or self.enrolment.offering.status in OVER

    @property
    def has_paper(self) -> bool:
        """Is there a valid certificate?"""
        paper = self.certificate
        return paper is not None and paper.status is CertificateStatus.issued


@doors.get("/firm")
def home() -> str:
    """Own people × offerings × state, attendance so far, certificates. Only while one manages it."""
    person, firm = managed()
    members = queries.members(firm)
    lines = _lines(of_firm(firm))
    audit.saw(person.id, "firm.people", [member.user_id for member in members])
    return render_template(
        "firms/home.html",
        firm=firm,
        members=members,
        joiners=len(queries.joiners(firm)),
        invited=len(queries.open_invitations(firm)),
        certificates=sum(line.has_paper for line in lines),
        current=sorted((line for line in lines if not line.is_over), key=_first_day),
        past=[line for line in lines if line.is_over],
        breadcrumbs=[(gettext("Our firm"), None)],
    )


@doors.post("/firm/absence-notice")
def absence_notice() -> ResponseReturnValue:
    """Switch the mails about absences of the day on or off."""
    person, firm = managed()
    wanted = bool(request.form.get("absence_notice"))
    services.set_absence_notice(actor=person, firm=firm, wanted=wanted)
    flash(gettext("This is saved."), "success")
    return redirect(url_for("firms.home"), 303)


def _first_day(line: Line) -> date:
    return line.enrolment.offering.starts_on


def _lines(enrolments: Sequence[Enrolment]) -> list[Line]:
    seated = [one for one in enrolments if one.status is EnrolmentStatus.enrolled]
    ids = [one.id for one in seated]
    attended = progress(seated) if seated else {}
    verdicts = judgements(ids) if ids else {}
    papers = of_enrolments(ids) if ids else {}
    ahead = outlooks([one for one in seated if one.id not in verdicts]) if seated else {}
    return [
        Line(
            one,
            attended.get(one.id),
            outlook_in_words(ahead[one.id]) if one.id in ahead else "",
            verdicts.get(one.id),
            papers.get(one.id),
        )
        for one in enrolments
    ]
