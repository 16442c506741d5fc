"""The training manager's door: the firm's own people, what they learn, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.attendance.queries import Progress, progress
from lms.audit import services as audit
from lms.certificates.models import Certificate
from lms.certificates.queries import of_enrolments, papers_of_firm
from lms.completion.models import Judgement
from lms.completion.queries import judgements, outlooks
from lms.completion.wording import outlook_in_words
from lms.core.asked import asked_number, asked_page
from lms.core.text import gettext
from lms.enrolment.models import Enrolment, EnrolmentStatus
from lms.enrolment.queries.firm import part_of_firm
from lms.firms import queries, services
from lms.firms.views.blueprint import doors
from lms.firms.views.managing import managed


@dataclass(frozen=True)
class Line:
    """One enrolment of one of the firm's people."""

    enrolment: Enrolment
    progress: Progress | None
    outlook: str
    judgement: Judgement | None
    certificate: Certificate | None


@doors.get("/firm")
def home() -> str:
    """Own people × offerings × state, attendance so far, certificates. Only while one manages it."""
    person, firm = managed()
    members = queries.members(firm)
    past = request.args.get("part") == "past"
    chosen = asked_number("person")
    now, over = (
        part_of_firm(firm, asked_page() if past is of_past else 1, past=of_past, user_id=chosen)
        for of_past in (False, True)
    )
    page = over if past else now
    audit.saw(person.id, "firm.people", [member.user_id for member in members])
    return render_template(
        "firms/home.html",
        firm=firm,
        people=[(member.user_id, member.user.name) for member in members],
        joiners=len(queries.joiners(firm)),
        invited=len(queries.open_invitations(firm)),
        certificates=len(papers_of_firm(firm)),
        chosen=chosen,
        past=past,
        parts=_tabs(now.total, over.total, past=past, chosen=chosen),
        page=page,
        lines=_lines(page.items),
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


def _tabs(now: int, over: int, *, past: bool, chosen: int | None) -> list[dict[str, object]]:
    address = partial(url_for, "firms.home", person=chosen)
    return [
        {"label": gettext("Now and coming"), "href": address(), "current": not past, "count": now},
        {
            "label": gettext("Past courses"),
            "href": address(part="past"),
            "current": past,
            "count": over,
        },
    ]


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
