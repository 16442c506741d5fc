"""Doors for a forgotten password."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for

from lms.accounts import queries, services, throttle, tokens
from lms.accounts.forms import EmailForm, ResetForm
from lms.accounts.views.blueprint import doors
from lms.accounts.views.signing_in import start_session
from lms.accounts.views.signing_up import ADDRESS
from lms.core.guard import public
from lms.core.text import gettext


@doors.route("/password/forgot", methods=["GET", "POST"])
@public
def forgot() -> Any:
    """Ask for a link; the answer is the same for every address."""
    form = EmailForm()
    if request.method == "GET":
        return render_template("accounts/forgot.html", form=form)
    if not form.validate():
        return render_template("accounts/forgot.html", form=form), 422
    if throttle.may_mail(form.email.data, request.remote_addr or ""):
        services.request_reset(email=form.email.data)
    session[ADDRESS] = form.email.data
    return redirect(url_for("accounts.reset_sent"), 303)


@doors.get("/password/sent")
@public
def reset_sent() -> str:
    """What to do next: open the link in the mail."""
    return render_template("accounts/reset_sent.html", email=session.get(ADDRESS, ""))


@doors.route("/password/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> Any:
    """The link of the mail: set a new password, and be signed in with it."""
    user_id = tokens.user_id_of(tokens.Purpose.reset, token)
    person = queries.find_user(user_id) if user_id else None
    if person is None or not person.active or not tokens.fits(tokens.Purpose.reset, token, person):
        return render_template("accounts/link_dead.html", again=url_for("accounts.forgot")), 404
    form = ResetForm(email=person.email, phone=person.phone)
    if request.method == "GET":
        return render_template("accounts/reset.html", form=form, person=person)
    if not form.validate():
        return render_template("accounts/reset.html", form=form, person=person), 422
    services.reset_password(user=person, password=str(form.password.data))
    services.note_sign_in(user=person, password=str(form.password.data))
    throttle.forget(person.email, request.remote_addr or "")
    start_session(person)
    flash(gettext("Your new password is set, and you are logged in."), "success")
    return redirect(url_for("site.my"), 303)
