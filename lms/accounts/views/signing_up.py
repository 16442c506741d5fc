"""Doors for signing up and for proving the e-mail address."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale

from lms.accounts import passwords, queries, services, throttle, tokens
from lms.accounts.forms import ConfirmForm, EmailForm, SignUpForm
from lms.accounts.models import ConsentKind, User
from lms.accounts.views.blueprint import doors
from lms.accounts.views.signing_in import start_session
from lms.core.guard import me, public
from lms.core.legal import legal_html
from lms.core.text import gettext

ADDRESS = "signing_up"
"""Where the session keeps the address a mail was sent to, so that it can be shown."""


@doors.route("/signup", methods=["GET", "POST"])
@public
def signup() -> Any:
    """A new account. The answer is the same whether the address is known or not."""
    if me() is not None:
        return redirect(url_for("site.my"), 303)
    form = SignUpForm()
    if request.method == "GET":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    kept = passwords.hashed(str(form.password.data))
    if throttle.may_mail(form.email.data, request.remote_addr or ""):
        services.sign_up(
            name=form.name.data,
            email=form.email.data,
            phone=form.phone.data,
            password_hash=kept,
            locale=str(get_locale()),
            answers={kind: bool(form[kind.value].data) for kind in ConsentKind},
        )
    session[ADDRESS] = form.email.data
    return redirect(url_for("accounts.mail_sent"), 303)


def _page(form: SignUpForm) -> str:
    language = str(get_locale())
    texts = {
        kind.value: legal_html(name, language) for kind, name in services.CONSENT_TEXTS.items()
    }
    return render_template("accounts/signup.html", form=form, texts=texts)


@doors.get("/signup/sent")
@public
def mail_sent() -> str:
    """What to do next: open the link in the mail."""
    return render_template("accounts/mail_sent.html", email=session.get(ADDRESS, ""))


@doors.route("/confirm", methods=["GET", "POST"])
@public
def resend() -> Any:
    """Send the link once more; the answer is the same for every address."""
    form = EmailForm(data={"email": session.get(ADDRESS, "")})
    if request.method == "GET":
        return render_template("accounts/resend.html", form=form)
    if not form.validate():
        return render_template("accounts/resend.html", form=form), 422
    if throttle.may_mail(form.email.data, request.remote_addr or ""):
        services.send_confirmation_again(email=form.email.data)
    session[ADDRESS] = form.email.data
    return redirect(url_for("accounts.mail_sent"), 303)


@doors.route("/confirm/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Any:
    """The link of the mail: the password is entered once, and the account is open.

    The password is asked for because the link only proves that somebody reads the mails of this
    address, not that it was they who chose the password.
    """
    person = _owner(token)
    form = ConfirmForm()
    if person is None:
        return render_template("accounts/link_dead.html", again=url_for("accounts.resend")), 404
    if request.method == "GET":
        return render_template("accounts/confirm.html", form=form, person=person, wait=0)
    wait = throttle.minutes_to_wait(person.email, request.remote_addr or "")
    if wait:
        return render_template("accounts/confirm.html", form=form, person=person, wait=wait), 429
    if not form.validate() or not _right(form, person):
        return render_template("accounts/confirm.html", form=form, person=person, wait=0), 422
    services.confirm(user=person)
    services.note_sign_in(user=person, password=str(form.password.data))
    start_session(person)
    flash(gettext("Welcome, %(name)s. Your account is ready.", name=person.name), "success")
    return redirect(url_for("site.my"), 303)


def _owner(token: str) -> User | None:
    user_id = tokens.user_id_of(tokens.Purpose.confirm, token)
    person = queries.find_user(user_id) if user_id else None
    if person is None or not tokens.fits(tokens.Purpose.confirm, token, person):
        return None
    return person if person.active else None


def _right(form: ConfirmForm, person: User) -> bool:
    if passwords.matches(person.password_hash, str(form.password.data)):
        return True
    throttle.note_failure(person.email, request.remote_addr or "")
    form.password.errors = [
        gettext("This is not the password you chose when you signed up. You can set a new one.")
    ]
    return False
