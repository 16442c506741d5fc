"""The asker's doors: register a firm or ask to join it, see how it stands, answer, give up."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from lms.accounts.models import User
from lms.core import clock
from lms.core.errors import NotFound, Refused
from lms.core.guard import permit
from lms.core.legal import legal_html
from lms.core.limits import limited
from lms.core.text import gettext
from lms.firms import policy, queries, services
from lms.firms.business_number import digits_of, is_valid, shown
from lms.firms.forms import AnswerFirmForm, AnswerForm, JoinForm, NumberForm, RegistrationForm
from lms.firms.models import Firm, MembershipKind, Registration
from lms.firms.views.blueprint import doors
from lms.firms.views.shown import certificate_of, crumbs, story


@doors.route("/firm/register", methods=["GET", "POST"])
@limited("60 per hour", "POST")
def register() -> ResponseReturnValue:
    """Which firm? Its number says whether it is to be registered or joined."""
    person = permit(policy.can_register)
    if queries.has_open_registration(person):
        return redirect(url_for("firms.registration"), 303)
    form = NumberForm()
    if form.validate_on_submit():
        digits = digits_of(form.business_number.data or "")
        return redirect(url_for("firms.register_number", digits=digits), 303)
    page = render_template(
        "firms/register.html",
        form=form,
        membership=queries.find_membership(person),
        breadcrumbs=crumbs((gettext("Register or join a firm"), None)),
    )
    return (page, 422) if form.errors else page


@doors.route("/firm/register/<digits>", methods=["GET", "POST"])
def register_number(digits: str) -> ResponseReturnValue:
    """The form for a new firm, or for joining one that is here."""
    person = permit(policy.can_register)
    if not is_valid(digits):
        raise NotFound
    if queries.has_open_registration(person):
        return redirect(url_for("firms.registration"), 303)
    firm = queries.find_firm_by_number(digits)
    return _register(person, digits) if firm is None else _join(person, firm)


def _register(person: User, digits: str) -> ResponseReturnValue:
    form = RegistrationForm(queries.choosable_regions(clock.today()), digits)
    if form.is_submitted():
        sound = form.validate()
        certificate = form.document()
        if sound and certificate is not None:
            services.ask_registration(
                actor=person,
                business_number=digits,
                facts=form.facts(),
                certificate=certificate,
                department=form.department.data or "",
                position=form.position.data or "",
                message=form.message.data or "",
                language=_language(),
            )
            flash(gettext("Your registration has been sent. We tell you by e-mail."), "success")
            return redirect(url_for("firms.registration"), 303)
    page = render_template(
        "firms/register_new.html",
        form=form,
        number=shown(digits),
        consent=_consent(),
        membership=queries.find_membership(person),
        breadcrumbs=_register_crumbs(gettext("New firm")),
    )
    return (page, 422) if form.errors else page


def _join(person: User, firm: Firm) -> ResponseReturnValue:
    form, refusal = JoinForm(), ""
    present = queries.find_membership(person)
    if form.validate_on_submit():
        try:
            services.ask_to_join(
                actor=person,
                firm=firm,
                wanted=MembershipKind(form.wanted.data),
                department=form.department.data or "",
                position=form.position.data or "",
                message=form.message.data or "",
                language=_language(),
            )
        except Refused as refused:
            refusal = refused.sentence
        else:
            flash(gettext("Your request has been sent. We tell you by e-mail."), "success")
            return redirect(url_for("firms.registration"), 303)
    page = render_template(
        "firms/register_join.html",
        form=form,
        firm=firm,
        refusal=refusal,
        consent=_consent(),
        membership=present,
        is_mine=present is not None and present.firm_id == firm.id,
        has_manager=bool(queries.managers(firm)),
        breadcrumbs=_register_crumbs(gettext("Join %(firm)s", firm=firm.name)),
    )
    return page, 409 if refusal else 422 if form.errors else 200


@doors.get("/firm/registration")
def registration() -> str:
    """How one's own registration or request stands."""
    person = permit(policy.can_register)
    found = queries.find_registration(person)
    return render_template(
        "firms/registration.html",
        asked=found,
        last=found.steps[-1] if found else None,
        history=story(found) if found else [],
        breadcrumbs=crumbs((gettext("My registration"), None)),
    )


@doors.route("/firm/registration/answer", methods=["GET", "POST"])
def answer_registration() -> ResponseReturnValue:
    """Say what was asked for, put right what was typed, send another certificate."""
    person = permit(policy.can_register)
    found = queries.find_registration(person)
    if found is None or not found.is_open:
        return redirect(url_for("firms.registration"), 303)
    return _answer_join(person, found) if found.joins else _answer_firm(person, found)


def _answer_firm(person: User, found: Registration) -> ResponseReturnValue:
    form = AnswerFirmForm(queries.choosable_regions(clock.today()), found)
    if form.is_submitted():
        sound = form.validate()
        certificate = form.document()
        if sound and not form.errors:
            services.answer(
                actor=person,
                registration=found,
                message=form.message.data or "",
                facts=form.facts(),
                certificate=certificate,
            )
            return _answered()
    return _answer_page(found, form)


def _answer_join(person: User, found: Registration) -> ResponseReturnValue:
    form = AnswerForm()
    if form.validate_on_submit():
        services.answer(actor=person, registration=found, message=form.message.data or "")
        return _answered()
    return _answer_page(found, form)


def _answered() -> ResponseReturnValue:
    flash(gettext("Your answer has been sent."), "success")
    return redirect(url_for("firms.registration"), 303)


def _answer_page(found: Registration, form: AnswerForm | AnswerFirmForm) -> ResponseReturnValue:
    page = render_template(
        "firms/registration_answer.html",
        form=form,
        asked=found,
        last=found.steps[-1],
        breadcrumbs=crumbs(
            (gettext("My registration"), url_for("firms.registration")),
            (gettext("Answer or change"), None),
        ),
    )
    return (page, 422) if form.errors else page


@doors.post("/firm/registration/withdraw")
def withdraw_registration() -> ResponseReturnValue:
    """Take the registration back."""
    person = permit(policy.can_register)
    found = queries.find_registration(person)
    if found is not None and found.is_open:
        services.withdraw_registration(actor=person, registration=found)
        flash(gettext("Your registration is withdrawn."), "success")
    return redirect(url_for("firms.registration"), 303)


@doors.get("/firm/registration/certificate")
def own_certificate() -> ResponseReturnValue:
    """The certificate one has sent."""
    found = queries.find_registration(permit(policy.can_register))
    if found is None:
        raise NotFound
    return certificate_of(found)


def _consent() -> Markup:
    return legal_html(services.JOIN_CONSENT, _language())


def _language() -> str:
    return str(get_locale() or "ko")


def _register_crumbs(here: str) -> list[tuple[str, str | None]]:
    return crumbs((gettext("Register or join a firm"), url_for("firms.register")), (here, None))
