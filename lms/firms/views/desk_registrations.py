"""The desk: registrations of firms and requests to join one, to approve, ask about or refuse."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core.asked import asked_page
from lms.core.decisions import Decision, counts_of, tabs
from lms.core.errors import Refused
from lms.core.guard import permit
from lms.core.text import gettext, lazy_gettext
from lms.firms import policy, queries, services
from lms.firms.forms import AcceptJoinerForm, ApproveForm, MessageForm
from lms.firms.models import MembershipKind, Registration, RegistrationStatus
from lms.firms.views.blueprint import doors
from lms.firms.views.shown import Crumb, certificate_of, story

PARTS = {
    "waiting": (RegistrationStatus.waiting,),
    "asked": (RegistrationStatus.asked,),
    "approved": (RegistrationStatus.approved,),
    "ended": (RegistrationStatus.refused, RegistrationStatus.withdrawn),
}


@doors.get("/desk/firm-registrations")
def desk_registrations() -> str:
    """The queue by state; what waits longest comes first."""
    person = permit(policy.can_operate_firms)
    part = request.args.get("part", "waiting")
    part = part if part in PARTS else "waiting"
    page = queries.registrations(PARTS[part], asked_page())
    audit.saw(person.id, "firms.registrations", [one.asked_by_id for one in page.items])
    return render_template(
        "firms/desk_registrations.html",
        page=page,
        parts=_tabs(part),
        breadcrumbs=_crumbs((gettext("Registrations of firms"), None)),
    )


@doors.get("/desk/firm-registrations/<int:registration_id>")
def desk_registration(registration_id: int) -> str:
    """One registration: facts, certificate, the group it will have, firms of a like name."""
    person, found = _load(registration_id)
    audit.saw(person.id, "firms.registration", [found.asked_by_id])
    name = "" if found.joins else found.name
    return render_template(
        "firms/desk_registration.html",
        asked=found,
        alike=queries.firms_named_like(name, besides=found.firm_id),
        rivals=queries.rivals(found),
        members=queries.members(found.firm) if found.firm is not None else [],
        may_decide=found.is_open and found.asked_by_id != person.id,
        history=story(found),
        breadcrumbs=_crumbs(
            (gettext("Registrations of firms"), url_for("firms.desk_registrations")),
            (found.firm_name, None),
        ),
    )


@doors.get("/desk/firm-registrations/<int:registration_id>/certificate")
def desk_certificate(registration_id: int) -> ResponseReturnValue:
    """The business registration certificate, to look at or to keep."""
    person, found = _load(registration_id)
    audit.saw(person.id, "firms.certificate", [found.asked_by_id])
    return certificate_of(found)


@doors.route("/desk/firm-registrations/<int:registration_id>/approve", methods=["GET", "POST"])
def approve_registration(registration_id: int) -> ResponseReturnValue:
    """Register the firm, or take the person in."""
    person, found = _load(registration_id)
    if found.status is RegistrationStatus.approved:
        return _back(found)
    form: Any = AcceptJoinerForm(obj=found) if found.joins else ApproveForm()
    refusal = ""
    if form.validate_on_submit():
        wanted = MembershipKind(form.wanted.data) if found.joins else None
        try:
            services.approve(
                actor=person,
                registration=found,
                message=form.message.data or "",
                wanted=wanted,
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            _flash_approved(found)
            return _back(found)
    chosen = Decision(services.approve, *_approval_words(found), RegistrationStatus.approved)
    return _decision_page(found, form, chosen, refusal)


def _approval_words(found: Registration) -> tuple[str, str, str]:
    values = {"name": found.asked_by.name, "firm": found.firm_name, "group": found.group.label}
    if found.joins:
        warning = gettext("%(name)s belongs to %(firm)s from then on.", **values)
    else:
        warning = gettext(
            "%(firm)s will be registered with the seats of “%(group)s”, and %(name)s will be its "
            "training manager.",
            **values,
        )
    return gettext("Approve"), gettext("Approve"), warning


def _flash_approved(found: Registration) -> None:
    if found.status is RegistrationStatus.approved:
        flash(gettext("Approved. The asker is told by e-mail."), "success")
    else:
        sentence = gettext(
            "The firm has been registered in the meantime. This is a request to join it now."
        )
        flash(sentence, "warning")


DECISIONS = {
    "more": Decision(
        services.ask_for_more,
        lazy_gettext("Ask for something more"),
        lazy_gettext("Send the question"),
        lazy_gettext("The asker can answer, put facts right and send another certificate."),
        RegistrationStatus.asked,
    ),
    "refuse": Decision(
        services.refuse,
        lazy_gettext("Refuse it"),
        lazy_gettext("Refuse"),
        lazy_gettext("This can't be undone. The asker may register again."),
        RegistrationStatus.refused,
    ),
}


@doors.route("/desk/firm-registrations/<int:registration_id>/more", methods=["GET", "POST"])
def ask_for_more(registration_id: int) -> ResponseReturnValue:
    """Not yet: something is missing."""
    return _decide(registration_id, DECISIONS["more"])


@doors.route("/desk/firm-registrations/<int:registration_id>/refuse", methods=["GET", "POST"])
def refuse_registration(registration_id: int) -> ResponseReturnValue:
    """Say no, with a reason."""
    return _decide(registration_id, DECISIONS["refuse"])


def _decide(registration_id: int, chosen: Decision) -> ResponseReturnValue:
    person, found = _load(registration_id)
    if found.status is chosen.result:
        return _back(found)
    form, refusal = MessageForm(), ""
    if form.validate_on_submit():
        try:
            chosen.verb(actor=person, registration=found, message=form.message.data or "")
        except Refused as refused:
            refusal = refused.sentence
        else:
            flash(gettext("Done. The asker is told by e-mail."), "success")
            return _back(found)
    return _decision_page(found, form, chosen, refusal)


def _decision_page(
    found: Registration, form: Any, chosen: Decision, refusal: str
) -> ResponseReturnValue:
    page = render_template(
        "firms/desk_registration_decide.html",
        form=form,
        asked=found,
        chosen=chosen,
        refusal=refusal,
        breadcrumbs=_crumbs(
            (gettext("Registrations of firms"), url_for("firms.desk_registrations")),
            (found.firm_name, url_for("firms.desk_registration", registration_id=found.id)),
            (str(chosen.heading), None),
        ),
    )
    return page, 409 if refusal else 422 if form.errors else 200


def _tabs(part: str) -> list[dict[str, Any]]:
    labels = {
        "waiting": gettext("To decide"),
        "asked": gettext("More is needed"),
        "approved": gettext("Approved"),
        "ended": gettext("Refused or withdrawn"),
    }
    counts = counts_of(PARTS, queries.registration_counts())
    return tabs(labels, counts, part, lambda name: url_for("firms.desk_registrations", part=name))


def _load(registration_id: int) -> tuple[User, Registration]:
    person: User = permit(policy.can_operate_firms)
    return person, queries.get_registration(registration_id)


def _back(found: Registration) -> ResponseReturnValue:
    return redirect(url_for("firms.desk_registration", registration_id=found.id), 303)


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [(gettext("Operations"), url_for("site.desk")), *more]
