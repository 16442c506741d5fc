"""Forms for registering a firm, joining one, and deciding about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired

from lms.core.documents import Document, document_from
from lms.core.errors import Invalid
from lms.core.forms import FILL_IN, Form, line, lines
from lms.core.text import gettext, lazy_gettext
from lms.firms.forms.firms import FirmFactsForm, sound_number
from lms.firms.groups import FactoryLevel
from lms.firms.kinds import suggested_kind
from lms.firms.models import FirmSize, MembershipKind, Region, Registration


class NumberForm(Form):
    """Which firm: its number says whether it is here already."""

    business_number = line(
        lazy_gettext("Business number"),
        longest=14,
        description=lazy_gettext("The ten digits on the business registration certificate."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
        validators=(sound_number,),
    )


class _WithCertificate:
    certificate: FileField

    def document(self) -> Document | None:
        """The certificate that was sent, if one was; an error beside the field if it can't be taken."""
        upload = self.certificate.data
        if not upload or not upload.filename:
            return None
        try:
            return document_from(upload.filename, upload.stream.read())
        except Invalid as invalid:
            self.certificate.errors = [*self.certificate.errors, invalid.fields["file"]]
            return None


def _certificate_field(*rules: Any) -> FileField:
    return FileField(
        lazy_gettext("Business registration certificate"),
        rules,
        description=lazy_gettext(
            "A PDF or a picture (JPEG, PNG) of at most 10 MB. If a resident registration number "
            "stands on it, please cover it first."
        ),
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )


def _message_field() -> Any:
    return lines(
        lazy_gettext("Message to the academy"),
        longest=1000,
        required=False,
        render_kw={"rows": 3},
    )


def _consent_field() -> BooleanField:
    return BooleanField(
        lazy_gettext("I agree that the firm's training managers see this."),
        [DataRequired(message=lazy_gettext("Belonging to a firm needs your agreement to this."))],
    )


class RegistrationForm(FirmFactsForm, _WithCertificate):
    """A new firm, and who asks for it."""

    representative = line(lazy_gettext("Representative"), longest=50)
    region_code = SelectField(
        lazy_gettext("City or county of the head office"), [DataRequired(message=FILL_IN)]
    )
    address = line(lazy_gettext("Address"), longest=200)
    size = SelectField(lazy_gettext("Size"), [DataRequired(message=FILL_IN)])
    level = SelectField(
        lazy_gettext("Smart factory"),
        [DataRequired(message=FILL_IN)],
        description=lazy_gettext("It decides, with the region, which seats the people can have."),
    )
    department = line(lazy_gettext("Your department"), longest=50, required=False)
    position = line(lazy_gettext("Your position"), longest=50, required=False)
    certificate = _certificate_field(
        FileRequired(message=lazy_gettext("Please attach the business registration certificate."))
    )
    message = _message_field()
    consent = _consent_field()

    def __init__(self, regions: Sequence[Region], number: str) -> None:
        super().__init__(data={"kind": suggested_kind(number).value})
        self.size.choices = [("", gettext("Please choose")), *FirmSize.options()]
        self.level.choices = [("", gettext("Please choose")), *FactoryLevel.options()]
        self.region_code.choices = [
            ("", gettext("Choose the city or county")),
            *((region.code, region.full_name) for region in regions),
        ]


class AnswerFirmForm(FirmFactsForm, _WithCertificate):
    """A firm's facts once more, with what was asked for."""

    representative = line(lazy_gettext("Representative"), longest=50)
    address = line(lazy_gettext("Address"), longest=200)
    certificate = _certificate_field()
    message = _message_field()

    def __init__(self, regions: Sequence[Region], registration: Registration) -> None:
        super().__init__(obj=registration)
        if not self.is_submitted():
            self.message.data = ""
        self.offer(regions, registration.region)


class AnswerForm(Form):
    """What was asked for, in words."""

    message = lines(lazy_gettext("Your answer"), longest=1000, render_kw={"rows": 4})


class JoinForm(Form):
    """As what somebody wants to belong to a firm."""

    wanted = RadioField(
        lazy_gettext("I want to belong to it as"),
        choices=MembershipKind.options,
        default=MembershipKind.employee.value,
    )
    department = line(lazy_gettext("Your department"), longest=50, required=False)
    position = line(lazy_gettext("Your position"), longest=50, required=False)
    message = lines(
        lazy_gettext("Message to whoever decides"),
        longest=500,
        required=False,
        render_kw={"rows": 3},
    )
    consent = _consent_field()


class ApproveForm(Form):
    """Yes: a word to the asker is welcome."""

    message = lines(
        lazy_gettext("Message to the asker"),
        longest=1000,
        required=False,
        description=lazy_gettext("It stands in the e-mail. You may leave it empty."),
        render_kw={"rows": 3},
    )


class AcceptJoinerForm(ApproveForm):
    """Yes to somebody who joins, and as what."""

    wanted = RadioField(lazy_gettext("Belongs to it as"), choices=MembershipKind.options)


class MessageForm(Form):
    """No, or not yet: in which words the asker is told."""

    message = lines(
        lazy_gettext("Message to the asker"),
        longest=1000,
        description=lazy_gettext("The asker reads it in the e-mail and on the own page."),
        render_kw={"rows": 4},
    )

    def blame(self, errors: Mapping[str, str]) -> None:
        """Show what the service found wrong beside the fields."""
        for name, sentence in errors.items():
            self[name].errors = [*self[name].errors, sentence]
