"""Pages that must be there: who we are, terms, privacy, accessibility; and the language switch."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request
from flask_babel import get_locale

from lms.core.errors import NotFound
from lms.core.guard import public
from lms.core.legal import legal_html
from lms.core.local import local_path
from lms.core.text import gettext
from lms.site.views.blueprint import doors

LANGUAGES = ("ko", "en")


@doors.get("/about")
@public
def about() -> str:
    """About the academy."""
    return _page("about", gettext("About the academy"))


@doors.get("/terms")
@public
def terms() -> str:
    """Terms of use."""
    return _page("terms", gettext("Terms of use"))


@doors.get("/privacy")
@public
def privacy() -> str:
    """Privacy policy (개인정보 보호법 제30조)."""
    return _page("privacy", gettext("Privacy policy"))


@doors.get("/email-refusal")
@public
def email_refusal() -> str:
    """No collection of e-mail addresses (정보통신망법 제50조의2)."""
    return _page("email-refusal", gettext("No collection of e-mail addresses"))


@doors.get("/accessibility")
@public
def accessibility() -> str:
    """Accessibility statement."""
    return _page("accessibility", gettext("Accessibility statement"))


def _page(name: str, title: str) -> str:
    return render_template(
        "site/legal.html",
        page_title=title,
        text=legal_html(name, str(get_locale())),
        breadcrumbs=[(title, None)],
    )


@doors.get("/language/<code>")
@public
def language(code: str) -> Any:
    """Remember the language a visitor wants to read, and go back to the page."""
    if code not in LANGUAGES:
        raise NotFound
    response = redirect(local_path(request.args.get("next"), "/"), 303)
    response.set_cookie(
        "lang",
        code,
        max_age=timedelta(days=365),
        samesite="Lax",
        secure=request.is_secure,
        httponly=True,
    )
    return response
