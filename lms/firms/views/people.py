"""The training manager's doors to the firm's people: who belongs to it, who is invited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core.asked import asked_number, asked_page
from lms.core.errors import Refused
from lms.core.limits import limited
from lms.core.paging import page_of
from lms.core.text import gettext, ngettext
from lms.enrolment.models import Enrolment
from lms.enrolment.queries.firm import OVER, asked_for, of_firm
from lms.firms import queries, services
from lms.firms.forms import InviteForm, SeveralForm
from lms.firms.models import Firm, MembershipKind
from lms.firms.views.blueprint import doors
from lms.firms.views.managing import managed


@doors.get("/firm/people")
def people() -> str:
    """Members, people who are invited with what was asked for them, and invitations that ended."""
    person, firm = managed()
    return _page(person, firm)


@doors.post("/firm/people/invite")
@limited("60 per hour", "POST")
def invite() -> ResponseReturnValue:
    """Invite one person."""
    person, firm = managed()
    form = InviteForm(queries.workplaces(firm))
    if not form.validate_on_submit():
        return _page(person, firm, one=form), 422
    try:
        services.invite(
            actor=person,
            firm=firm,
            email=str(form.email.data),
            name=str(form.name.data),
            phone=form.phone.data or "",
            department=form.department.data or "",
            position=form.position.data or "",
            workplace_id=form.workplace.data if "workplace" in form else None,
            kind=MembershipKind(form.kind.data),
        )
    except Refused as refusal:
        form.email.errors = [refusal.sentence]
        return _page(person, firm, one=form), 422
    flash(gettext("%(name)s is invited by e-mail.", name=form.name.data), "success")
    return _back()


@doors.post("/firm/people/invite-several")
@limited("20 per hour", "POST")
def invite_several() -> ResponseReturnValue:
    """Invite everybody who was pasted, or nobody."""
    person, firm = managed()
    form = SeveralForm()
    if not form.validate_on_submit():
        return _page(person, firm, several=form), 422
    pasted = form.read()
    known = {member.user.email for member in queries.members(firm)}
    inside = [str(one.line) for one in pasted if one.email in known]
    if inside:
        form.people.errors = [
            gettext("Already your people: line %(lines)s. Take it out.", lines=", ".join(inside))
        ]
        return _page(person, firm, several=form), 422
    for one in pasted:
        services.invite(actor=person, firm=firm, email=one.email, name=one.name)
    said = ngettext(
        "%(num)s person is invited by e-mail.", "%(num)s people are invited by e-mail.", len(pasted)
    )
    flash(said, "success")
    return _back()


@doors.post("/firm/invitations/<int:invitation_id>/again")
def send_again(invitation_id: int) -> ResponseReturnValue:
    """Send the mail once more."""
    person, firm = managed()
    invitation = queries.get_invitation(invitation_id, firm)
    services.send_again(actor=person, invitation=invitation)
    flash(gettext("The mail to %(name)s is on its way again.", name=invitation.name), "success")
    return _back()


@doors.post("/firm/invitations/<int:invitation_id>/withdraw")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back; what was asked for the person is cancelled."""
    person, firm = managed()
    invitation = queries.get_invitation(invitation_id, firm)
    services.withdraw(actor=person, invitation=invitation)
    flash(gettext("The invitation of %(name)s is withdrawn.", name=invitation.name), "success")
    return _back()


def _page(
    person: User,
    firm: Firm,
    *,
    one: InviteForm | None = None,
    several: SeveralForm | None = None,
) -> str:
    found = queries.people_of(firm)
    members = page_of([one.membership for one in found if one.membership], asked_page())
    invited = page_of(
        [one.invitation for one in found if one.invitation], asked_number("invited") or 1
    )
    audit.saw(person.id, "firm.people", [member.user_id for member in members.items])
    return render_template(
        "firms/people.html",
        firm=firm,
        person=person,
        members=members,
        courses_now=_counts_now(of_firm(firm)),
        invited=invited,
        asked_for=asked_for(invited.items),
        ended=queries.ended_invitations(firm),
        kept_days=services.KEPT.days,
        one=one or InviteForm(queries.workplaces(firm), formdata=None),
        several=several or SeveralForm(formdata=None),
        breadcrumbs=[
            (gettext("Our firm"), url_for("firms.home")),
            (gettext("Our people"), None),
        ],
    )


def _counts_now(enrolments: Sequence[Enrolment]) -> Counter[int]:
    """How many courses each person takes or waits for now, by the person's id."""
    return Counter(
        one.user_id for one in enrolments if one.live and one.offering.status not in OVER
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("firms.people"), 303)
