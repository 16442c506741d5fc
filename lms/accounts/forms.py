"""Forms of the area."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import AnyOf, DataRequired, InputRequired, ValidationError

from lms.accounts.models import Role
from lms.accounts.names import is_name, mail_address, phone_digits
from lms.accounts.passwords import matches, weakness
from lms.core.forms import FILL_IN, Form, line
from lms.core.text import gettext, lazy_gettext

LANGUAGES = [("ko", lazy_gettext("Korean")), ("en", lazy_gettext("English"))]


def _name_field() -> Any:
    return line(
        lazy_gettext("Name"),
        longest=50,
        validators=(sound_name,),
        description=lazy_gettext("As it should stand on your certificates."),
        render_kw={"autocomplete": "name"},
    )


def _phone_field() -> Any:
    return line(
        lazy_gettext("Mobile phone"),
        longest=20,
        validators=(sound_phone,),
        description=lazy_gettext("For example 010-1234-5678."),
        render_kw={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )


def _email_field(*rules: Any, complete: str = "email") -> Any:
    return line(
        lazy_gettext("E-mail"),
        longest=254,
        validators=rules,
        render_kw={"type": "email", "autocomplete": complete, "inputmode": "email"},
    )


def _password_field(label: Any, *, new: bool = False) -> PasswordField:
    hint = lazy_gettext("At least 10 characters of two kinds (letters, digits, signs).")
    return PasswordField(
        label,
        [InputRequired(message=FILL_IN)],
        description=hint if new else "",
        render_kw={"autocomplete": "new-password" if new else "current-password"},
    )


def sound_name(_: Any, field: Any) -> None:
    """A validator: a name as it can stand on a certificate."""
    if not is_name(field.data):
        raise ValidationError(
            gettext("Please write the name with letters only, without digits, signs or pictures.")
        )


def sound_phone(_: Any, field: Any) -> None:
    """A validator: a Korean number; the field holds its digits afterwards."""
    digits = phone_digits(field.data)
    if digits is None:
        raise ValidationError(gettext("Please enter a Korean phone number like 010-1234-5678."))
    field.data = digits


def sound_email(_: Any, field: Any) -> None:
    """A validator: an e-mail address; the field holds it in small letters afterwards."""
    address = mail_address(field.data)
    if address is None:
        raise ValidationError(gettext("Please enter an e-mail address like name@example.org."))
    field.data = address


class SignInForm(Form):
    """E-mail address and password."""

    email = _email_field(complete="username")
    password = _password_field(lazy_gettext("Password"))


class EmailForm(Form):
    """An address to send a link to."""

    email = _email_field(sound_email)


class SignUpForm(Form):
    """A new account. Each consent is asked apart, and none is ticked beforehand."""

    name = _name_field()
    email = _email_field(sound_email)
    phone = _phone_field()
    password = _password_field(lazy_gettext("Password"), new=True)
    terms = BooleanField(
        lazy_gettext("I agree to the terms of use."),
        [
            DataRequired(
                message=lazy_gettext("An account needs your agreement to the terms of use.")
            )
        ],
    )
    privacy = BooleanField(
        lazy_gettext("I agree to the collection and use of my personal data."),
        [
            DataRequired(
                message=lazy_gettext("An account needs your agreement to the use of personal data.")
            )
        ],
    )
    news = BooleanField(lazy_gettext("I would like news about courses by e-mail. (optional)"))

    def validate_password(self, field: Any) -> None:
        """A password that is hard to guess."""
        strong(field, self.email.data or "", self.phone.data or "")


class ConfirmForm(Form):
    """The password, entered once when the link of the mail is opened."""

    password = _password_field(lazy_gettext("Password"))


class ResetForm(Form):
    """A new password by the link of a mail."""

    password = _password_field(lazy_gettext("New password"), new=True)

    def __init__(self, *, email: str, phone: str) -> None:
        super().__init__()
        self._known = email, phone

    def validate_password(self, field: Any) -> None:
        """A password that is hard to guess."""
        strong(field, *self._known)


class PasswordForm(Form):
    """A new password by somebody who is signed in."""

    old = _password_field(lazy_gettext("Present password"))
    password = _password_field(lazy_gettext("New password"), new=True)

    def __init__(self, *, kept: str, email: str, phone: str) -> None:
        super().__init__()
        self._kept, self._known = kept, (email, phone)

    def validate_old(self, field: Any) -> None:
        """It is the password the account has."""
        if not matches(self._kept, field.data or ""):
            raise ValidationError(gettext("This is not your present password."))

    def validate_password(self, field: Any) -> None:
        """A password that is hard to guess."""
        strong(field, *self._known)


class ProfileForm(Form):
    """One's own details."""

    name = _name_field()
    phone = _phone_field()
    locale = RadioField(lazy_gettext("Language of mails"), choices=LANGUAGES)


class RoleForm(Form):
    """Which role to give or to end."""

    role = SelectField(lazy_gettext("Role"), choices=Role.options)


class ActiveForm(Form):
    """Shut an account or open it, and why. It says which, so that sent twice it asks for the same."""

    wanted = HiddenField(validators=[AnyOf(("open", "shut"))])
    reason = line(lazy_gettext("Reason"), longest=200)


def strong(field: Any, email: str, phone: str) -> None:
    """Refuse a password that is easy to guess for whoever knows the address or the number."""
    fault = weakness(field.data or "", email=email, phone=phone)
    if fault:
        raise ValidationError(fault)
