"""Doors to one's own account."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from lms.accounts import policy, queries, services
from lms.accounts.forms import PasswordForm, ProfileForm
from lms.accounts.models import ConsentKind, User
from lms.accounts.views.blueprint import doors
from lms.accounts.views.signing_in import start_session
from lms.core.guard import permit
from lms.core.text import gettext, phone
from lms.firms.queries import find_membership


@doors.route("/my/profile", methods=["GET", "POST"])
def profile() -> Any:
    """Own details, consents, and what one's firm may see."""
    person = permit(policy.can_edit_own)
    form = ProfileForm(obj=person)
    if request.method == "GET":
        form.phone.data = phone(person.phone)
        return _page(person, form)
    if not form.validate():
        return _page(person, form), 422
    services.change_profile(
        actor=person, name=form.name.data, phone=form.phone.data, locale=form.locale.data
    )
    flash(gettext("Your details are saved."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _page(person: User, form: ProfileForm) -> str:
    return render_template(
        "accounts/profile.html",
        form=form,
        person=person,
        membership=find_membership(person),
        consents=queries.consents(person),
        kinds=ConsentKind,
        breadcrumbs=[
            (gettext("My classroom"), url_for("site.my")),
            (gettext("My details"), None),
        ],
    )


@doors.route("/my/password", methods=["GET", "POST"])
def password() -> Any:
    """A new password; everybody signed in elsewhere is signed out."""
    person = permit(policy.can_edit_own)
    form = PasswordForm(kept=person.password_hash, email=person.email, phone=person.phone)
    crumbs = [
        (gettext("My classroom"), url_for("site.my")),
        (gettext("My details"), url_for("accounts.profile")),
        (gettext("Change the password"), None),
    ]
    if request.method == "GET":
        return render_template("accounts/password.html", form=form, breadcrumbs=crumbs)
    if not form.validate():
        return render_template("accounts/password.html", form=form, breadcrumbs=crumbs), 422
    services.change_password(actor=person, password=str(form.password.data))
    start_session(person)
    flash(gettext("Your new password is set. You are logged out everywhere else."), "success")
    return redirect(url_for("accounts.profile"), 303)


@doors.post("/my/consents/news")
def news() -> Any:
    """Give or withdraw the consent to news."""
    person = permit(policy.can_edit_own)
    given = request.form.get("given") == "yes"
    services.answer_consent(actor=person, kind=ConsentKind.news, given=given)
    said = gettext("You will get news by e-mail.") if given else gettext("You get no more news.")
    flash(said, "success")
    return redirect(url_for("accounts.profile"), 303)


@doors.get("/my/stay")
def stay() -> Response:
    """Asked for by a page whose reader wants to stay signed in: the session starts anew.

    The answer is the token for forms that have stood on the page for long.
    """
    permit(policy.can_edit_own)
    return jsonify(token=generate_csrf())
