"""Answering an invitation by the link of the mail: with a new account, with one's own, or with no."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from lms.accounts import passwords
from lms.accounts.models import ConsentKind
from lms.accounts.services import CONSENT_TEXTS, note_sign_in
from lms.accounts.views.signing_in import start_session
from lms.core.guard import me, public
from lms.core.legal import legal_html
from lms.core.limits import limited
from lms.core.text import gettext, phone
from lms.enrolment.queries.firm import asked_for
from lms.firms import links, queries, services
from lms.firms.forms import AcceptAsNewForm, AcceptForm
from lms.firms.models import Invitation
from lms.firms.views.blueprint import doors


@doors.get("/invitations/<token>")
@public
@limited("60 per minute")
def invitation(token: str) -> ResponseReturnValue:
    """Who invites, what the firm has asked for, what it would see; opening the page answers nothing."""
    found = _invitation(token)
    if found is None:
        return _page(token, None), 404
    return _page(token, found)


@doors.post("/invitations/<token>/accept")
@public
@limited("20 per minute", "POST")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Join the firm: whoever has an account is signed in to it, the others make it theirs here."""
    found = _invitation(token)
    if found is None or not found.is_open:
        return _page(token, found), 404 if found is None else 409
    if found.user.confirmed_at is None:
        return _accept_as_new(token, found)
    person = me()
    if person is None or person.id != found.user_id:
        return redirect(url_for("firms.invitation", token=token), 303)
    form = AcceptForm()
    if not form.validate():
        return _page(token, found, form), 422
    services.accept(user=person, invitation=found, language=str(get_locale()))
    return _welcome(found)


@doors.post("/invitations/<token>/decline")
@public
@limited("20 per minute", "POST")
def decline_invitation(token: str) -> ResponseReturnValue:
    """Say no; it needs no account."""
    found = _invitation(token)
    if found is None:
        return _page(token, None), 404
    services.decline(invitation=found)
    return redirect(url_for("firms.invitation", token=token), 303)


def _accept_as_new(token: str, found: Invitation) -> ResponseReturnValue:
    form = AcceptAsNewForm(address=found.user.email)
    if not form.validate():
        return _page(token, found, form), 422
    password = str(form.password.data)
    services.accept_as_new(
        invitation=found,
        name=form.name.data,
        phone=form.phone.data,
        password_hash=passwords.hashed(password),
        locale=str(get_locale()),
        news=bool(form.news.data),
    )
    note_sign_in(user=found.user, password=password)
    start_session(found.user)
    return _welcome(found)


def _welcome(found: Invitation) -> ResponseReturnValue:
    flash(gettext("You belong to %(firm)s now.", firm=found.firm.name), "success")
    return redirect(url_for("site.my"), 303)


def _invitation(token: str) -> Invitation | None:
    invitation_id = links.invitation_id_of(token)
    found = queries.find_invitation(invitation_id) if invitation_id else None
    return found if found is not None and links.fits(token, found) else None


def _page(
    token: str, found: Invitation | None, form: AcceptForm | AcceptAsNewForm | None = None
) -> str:
    if found is None or not found.is_open:
        return render_template("firms/invitation_over.html", invitation=found)
    language = str(get_locale())
    person = me()
    is_new = found.user.confirmed_at is None
    asked = asked_for([found]).get(found.id, ())
    present = queries.find_membership(found.user) if person is not None else None
    return render_template(
        "firms/invitation.html",
        invitation=found,
        firm=found.firm,
        token=token,
        is_new=is_new,
        is_other=person is not None and (is_new or person.id != found.user_id),
        is_owner=person is not None and not is_new and person.id == found.user_id,
        present=present if present is not None and present.firm_id != found.firm_id else None,
        enrolments=asked,
        form=form or (_fresh(found) if is_new else AcceptForm(formdata=None)),
        here=request.path,
        texts={
            "firm": legal_html(services.CONSENT, language),
            **{kind.value: legal_html(CONSENT_TEXTS[kind], language) for kind in ConsentKind},
        },
    )


def _fresh(found: Invitation) -> AcceptAsNewForm:
    typed = {"name": found.name, "phone": phone(found.phone) if found.phone else ""}
    return AcceptAsNewForm(address=found.user.email, formdata=None, data=typed)
