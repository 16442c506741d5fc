"""The training manager's doors to the own firm: what is known of it, who asks to join it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core.errors import NotFound, Refused
from lms.core.text import gettext
from lms.firms import policy, queries, services
from lms.firms.forms import AcceptJoinerForm, MessageForm, OwnFirmForm
from lms.firms.models import FirmSize, MembershipKind, Registration, RegistrationStatus
from lms.firms.views.blueprint import doors
from lms.firms.views.managing import managed


@doors.route("/firm/details", methods=["GET", "POST"])
def own_firm() -> ResponseReturnValue:
    """What is known of the firm; what decides no seats can be changed here."""
    person, firm = managed()
    form = OwnFirmForm(obj=firm)
    if form.validate_on_submit():
        services.update_firm(
            actor=person,
            firm=firm,
            representative=form.representative.data or "",
            industry=form.industry.data or "",
            size=FirmSize(form.size.data),
        )
        flash(gettext("This is saved."), "success")
        return redirect(url_for("firms.own_firm"), 303)
    page = render_template(
        "firms/own_firm.html",
        form=form,
        firm=firm,
        workplaces=queries.workplaces(firm),
        breadcrumbs=_crumbs((gettext("Details of the firm"), None)),
    )
    return (page, 422) if form.errors else page


@doors.get("/firm/joiners")
def joiners() -> str:
    """Who asks to join the firm."""
    person, firm = managed()
    found = queries.joiners(firm)
    audit.saw(person.id, "firm.joiners", [one.asked_by_id for one in found])
    return render_template(
        "firms/joiners.html",
        firm=firm,
        joiners=found,
        breadcrumbs=_crumbs((gettext("Requests to join"), None)),
    )


@doors.route("/firm/joiners/<int:registration_id>/accept", methods=["GET", "POST"])
def accept_joiner(registration_id: int) -> ResponseReturnValue:
    """Take somebody into the firm."""
    person, found = _load(registration_id)
    if found.status is RegistrationStatus.approved:
        return redirect(url_for("firms.joiners"), 303)
    form, refusal = AcceptJoinerForm(obj=found), ""
    if form.validate_on_submit():
        try:
            services.approve(
                actor=person,
                registration=found,
                message=form.message.data or "",
                wanted=MembershipKind(form.wanted.data),
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            said = gettext("%(name)s belongs to the firm now.", name=found.asked_by.name)
            flash(said, "success")
            return redirect(url_for("firms.joiners"), 303)
    return _page("firms/joiner_accept.html", person, found, form, refusal)


@doors.route("/firm/joiners/<int:registration_id>/refuse", methods=["GET", "POST"])
def refuse_joiner(registration_id: int) -> ResponseReturnValue:
    """Say that somebody does not belong to the firm."""
    person, found = _load(registration_id)
    if found.status is RegistrationStatus.refused:
        return redirect(url_for("firms.joiners"), 303)
    form, refusal = MessageForm(), ""
    if form.validate_on_submit():
        try:
            services.refuse(actor=person, registration=found, message=form.message.data or "")
        except Refused as refused:
            refusal = refused.sentence
        else:
            flash(gettext("Refused. The asker is told by e-mail."), "success")
            return redirect(url_for("firms.joiners"), 303)
    return _page("firms/joiner_refuse.html", person, found, form, refusal)


def _load(registration_id: int) -> tuple[User, Registration]:
    person, _ = managed()
    found = queries.get_registration(registration_id)
    if not policy.can_decide_join(person, queries.find_membership(person), found):
        raise NotFound
    return person, found


def _page(
    template: str,
    person: User,
    found: Registration,
    form: AcceptJoinerForm | MessageForm,
    refusal: str,
) -> ResponseReturnValue:
    audit.saw(person.id, "firm.joiners", [found.asked_by_id])
    page = render_template(
        template,
        form=form,
        asked=found,
        refusal=refusal,
        breadcrumbs=_crumbs(
            (gettext("Requests to join"), url_for("firms.joiners")), (found.asked_by.name, None)
        ),
    )
    return page, 409 if refusal else 422 if form.errors else 200


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(gettext("Our firm"), url_for("firms.home")), *more]
