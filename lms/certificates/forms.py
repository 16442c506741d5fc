"""Forms of the area."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired

from lms.certificates.code import Number, normalised_code, parsed_number
from lms.certificates.inspection import LARGEST
from lms.certificates.models import REISSUE_KINDS, REVOKE_KINDS, EndKind
from lms.core.forms import FILL_IN, Form, line, lines
from lms.core.text import gettext, lazy_gettext


class VerifyForm(Form):
    """Number and code, as they stand on the paper or somehow like it.

    It has no token of its own, because a QR fills it in by GET; the page adds one for its POST.
    """

    class Meta:
        csrf = False

    number = line(lazy_gettext("Certificate number"), longest=40)
    code = line(lazy_gettext("Verification code"), longest=60)
    name = line(lazy_gettext("Name on the paper"), longest=100, required=False)

    def validate_number(self, field: StringField) -> None:
        """It must be readable as a number; whether there is one is not said here."""
        if parsed_number(field.data or "") is None:
            raise ValidationError(
                gettext("Please type the number as it stands on the paper, e.g. %(example)s.",
                        example=gettext("No. 2026-0001"))
            )  # fmt: skip

    def validate_code(self, field: StringField) -> None:
        """It must be readable as a code."""
        if normalised_code(field.data or "") is None:
            raise ValidationError(
                gettext("The code has 16 letters and digits, in four groups of four.")
            )

    @property
    def asked(self) -> tuple[Number, str]:
        """Number and code in their plain forms; call it when the form is valid."""
        number = parsed_number(self.number.data or "")
        code = normalised_code(self.code.data or "")
        if number is None or code is None:
            raise ValueError("the form is not valid")
        return number, code


class FileForm(Form):
    """A file whose genuineness is asked."""

    file = FileField(lazy_gettext("PDF file of the certificate"))

    def validate_file(self, field: FileField) -> None:
        """There must be one, and not a huge one."""
        if not field.data:
            raise ValidationError(gettext("Please choose a file."))
        if len(self.content) > LARGEST:
            raise ValidationError(
                gettext("The file is larger than any certificate. Please choose the PDF itself.")
            )

    @cached_property
    def content(self) -> bytes:
        """The bytes, as far as anybody needs them to know that it is too large."""
        return bytes(self.file.data.read(LARGEST + 1))


class RevokeForm(Form):
    """Why a certificate is revoked."""

    kind = SelectField(lazy_gettext("Reason in general words"))
    reason = lines(
        lazy_gettext("Reason for the academy's record"), longest=500, render_kw={"rows": 3}
    )

    def offer(self) -> None:
        """Fill the choices in the reader's language."""
        self.kind.choices = [(kind.value, kind.label) for kind in REVOKE_KINDS]

    @property
    def chosen(self) -> EndKind:
        """The reason chosen; call it when the form is valid."""
        return EndKind(self.kind.data)


class ReissueForm(Form):
    """Why a certificate is reissued, and with which facts."""

    source = RadioField(
        lazy_gettext("What the new paper says"),
        choices=[
            ("frozen", lazy_gettext("The same as the old one")),
            ("anew", lazy_gettext("Today's data of the person and the course")),
        ],
        default="frozen",
    )
    kind = SelectField(lazy_gettext("Reason in general words"))
    reason = lines(
        lazy_gettext("Reason for the academy's record"), longest=500, render_kw={"rows": 3}
    )

    def offer(self) -> None:
        """Fill the choices in the reader's language."""
        self.kind.choices = [(kind.value, kind.label) for kind in REISSUE_KINDS]

    @property
    def chosen(self) -> EndKind:
        """The reason chosen; call it when the form is valid."""
        return EndKind(self.kind.data)


class AskReissueForm(Form):
    """Why a holder needs a paper anew."""

    reason = lines(
        lazy_gettext("Why do you need it anew?"),
        longest=500,
        description=lazy_gettext("For example: my name is spelt wrongly; I have changed my name."),
        render_kw={"rows": 3},
    )


class RefuseReissueForm(Form):
    """What the holder is told."""

    answer = lines(lazy_gettext("What the holder is told"), longest=500, render_kw={"rows": 3})


class ShareForm(Form):
    """Until when a link shall open."""

    until = DateField(
        lazy_gettext("The link opens until"),
        [DataRequired(message=FILL_IN)],
        description=lazy_gettext("At most a year from today."),
    )


class RegisterForm(Form):
    """What the register is taken out for."""

    purpose = line(lazy_gettext("What is the list for?"), longest=200)
    shape = RadioField(
        lazy_gettext("As"),
        choices=[("xlsx", lazy_gettext("Excel file")), ("pdf", lazy_gettext("PDF to print"))],
        default="xlsx",
    )
    year = SelectField(lazy_gettext("Year"), coerce=int)

    def offer(self, years: Sequence[int]) -> None:
        """Fill the years, the newest first."""
        self.year.choices = [(year, str(year)) for year in years]
