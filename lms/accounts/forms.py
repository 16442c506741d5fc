"""Forms of the area."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import InputRequired

from lms.core.forms import FILL_IN, Form, line
from lms.core.text import lazy_gettext


class SignInForm(Form):
    """E-mail address and password."""

    email = line(
        lazy_gettext("E-mail"),
        longest=254,
        render_kw={"type": "email", "autocomplete": "username", "inputmode": "email"},
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [InputRequired(message=FILL_IN)],
        render_kw={"autocomplete": "current-password"},
    )
