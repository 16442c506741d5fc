"""Forms of invitations: the manager's, and the answer of the person who is invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, ValidationError

from lms.accounts.forms import SignUpForm, sound_email, sound_name, sound_phone, strong
from lms.accounts.names import is_name, mail_address
from lms.core.forms import Form, line, lines
from lms.core.text import gettext, lazy_gettext
from lms.firms.models import MembershipKind, Workplace
from lms.firms.pasted import Pasted, people_in

LONGEST_NAME = 50

MOST = 50
"""People that can be invited by pasting; longer lists are uploaded for an offering."""


class InviteForm(Form):
    """One of the firm's people who is to be invited."""

    name = line(lazy_gettext("Name"), longest=50, validators=(sound_name,))
    email = line(
        lazy_gettext("E-mail"),
        longest=254,
        validators=(sound_email,),
        render_kw={"type": "email", "inputmode": "email"},
    )
    phone = line(
        lazy_gettext("Mobile phone"),
        longest=20,
        required=False,
        validators=(sound_phone,),
        render_kw={"type": "tel", "inputmode": "tel"},
    )
    department = line(lazy_gettext("Department"), longest=50, required=False)
    position = line(lazy_gettext("Position"), longest=50, required=False)
    workplace = SelectField(
        lazy_gettext("Workplace"), coerce=lambda value: int(value) if value else None
    )
    kind = RadioField(
        lazy_gettext("Belongs to it as"),
        choices=MembershipKind.options,
        default=MembershipKind.employee.value,
    )

    def __init__(self, workplaces: Sequence[Workplace], **more: Any) -> None:
        super().__init__(**more)
        if workplaces:
            named = [(place.id, place.name) for place in workplaces]
            self.workplace.choices = [("", gettext("Head office")), *named]
        else:
            del self.workplace


class SeveralForm(Form):
    """Several people at once, a line each."""

    people = lines(
        lazy_gettext("Name and e-mail, one person a line"),
        longest=5000,
        description=lazy_gettext("For example: Hong Gildong, gildong@example.org"),
        render_kw={"rows": 6},
    )

    def validate_people(self, field: Any) -> None:
        """Every line can be read, nobody stands in it twice, and there are not too many."""
        people, unread = people_in(field.data or "")
        faults = [
            gettext("Line %(line)s: write a name, a comma and an e-mail address.", line=number)
            for number in unread
        ]
        faults += [fault for one in people if (fault := _fault(one))]
        faults += _twice(people)
        if len(people) > MOST:
            faults.append(gettext("At most %(most)s people at once, please.", most=MOST))
        if faults:
            raise ValidationError(" ".join(faults[:5]))

    def read(self) -> list[Pasted]:
        """The people, once the form is valid."""
        return people_in(self.people.data or "")[0]


def _fault(person: Pasted) -> str:
    values = {"line": person.line, "name": person.name, "email": person.email}
    if not is_name(person.name) or len(person.name) > LONGEST_NAME:
        return gettext("Line %(line)s: “%(name)s” can't be a name.", **values)
    if mail_address(person.email) is None:
        return gettext("Line %(line)s: “%(email)s” is no e-mail address.", **values)
    return ""


def _twice(people: Sequence[Pasted]) -> list[str]:
    seen: dict[str, int] = {}
    faults = []
    for person in people:
        if person.email in seen:
            faults.append(
                gettext(
                    "Lines %(one)s and %(other)s have the same e-mail address.",
                    one=seen[person.email],
                    other=person.line,
                )
            )
        seen.setdefault(person.email, person.line)
    return faults


class AcceptForm(Form):
    """What somebody with an account agrees to who joins the firm."""

    firm = BooleanField(
        lazy_gettext("I agree that the firm's training managers see this."),
        [
            DataRequired(
                message=lazy_gettext(
                    "One can belong to the firm only with this consent. You may also decline."
                )
            )
        ],
    )


class AcceptAsNewForm(SignUpForm):
    """The same for somebody who has no account yet; the link has proven the address."""

    email = None
    firm = AcceptForm.firm

    def __init__(self, *, address: str, **more: Any) -> None:
        super().__init__(**more)
        self._address = address

    def validate_password(self, field: Any) -> None:
        """A password that is hard to guess."""
        strong(field, self._address, self.phone.data or "")
