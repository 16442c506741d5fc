"""Doors for signing in and out."""

from __future__ import annotations

from typing import Any

import structlog
from flask import flash, redirect, render_template, request, session
from flask_login import login_user, logout_user

from lms.accounts import passwords, policy, queries, services, throttle
from lms.accounts.forms import SignInForm
from lms.accounts.models import User
from lms.accounts.views.blueprint import doors
from lms.core.guard import me, permit, public
from lms.core.local import local_path
from lms.core.text import gettext

log = structlog.get_logger()


@doors.route("/login", methods=["GET", "POST"])
@public
def login() -> Any:
    """Sign in, then go on to where the person wanted to go."""
    person = me()
    if person is not None:
        return redirect(_onward(person), 303)
    form = SignInForm()
    if request.method == "GET":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    email, address = str(form.email.data), request.remote_addr or ""
    wait = throttle.minutes_to_wait(email, address)
    if wait:
        return _page(form, wait=wait), 429, {"Retry-After": str(wait * 60)}
    person = queries.find_by_email(email)
    password = str(form.password.data)
    right = passwords.matches(person.password_hash if person else None, password)
    if person is None or not right or not person.active:
        throttle.note_failure(email, address)
        log.warning("sign_in.failed", address=address)
        return _page(form, wrong=True, wait=throttle.minutes_to_wait(email, address)), 422
    throttle.forget(email, address)
    if person.confirmed_at is None:
        return _page(form, unconfirmed=True), 422
    services.note_sign_in(user=person, password=password)
    start_session(person)
    return redirect(_onward(person), 303)


@doors.post("/logout")
def logout() -> Any:
    """Sign out; nothing of the session stays."""
    permit(policy.can_edit_own)
    logout_user()
    session.clear()
    flash(gettext("You have logged out."), "success")
    return redirect("/", 303)


def start_session(person: User) -> None:
    """A new session for a person; what was in the old one is gone (no session fixation)."""
    session.clear()
    login_user(person)
    session.permanent = True  # ends after PERMANENT_SESSION_LIFETIME without a request


def _page(
    form: SignInForm, *, wrong: bool = False, unconfirmed: bool = False, wait: int = 0
) -> str:
    return render_template(
        "accounts/login.html",
        form=form,
        wrong=wrong,
        unconfirmed=unconfirmed,
        wait=wait,
        next=request.args.get("next", ""),
    )


def _onward(person: User) -> str:
    first = "/desk" if person.is_operator else "/teach" if person.is_instructor else "/my"
    return local_path(request.args.get("next"), first)
