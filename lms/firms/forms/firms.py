"""Forms of the area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, ValidationError

from lms.core.forms import Form, line
from lms.core.text import gettext, lazy_gettext
from lms.firms.business_number import digits_of, is_valid
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm, FirmSize, MembershipKind, Region
from lms.firms.wording import number_sentence


class MembershipForm(Form):
    """Which firm somebody belongs to, and as what."""

    firm = SelectField(
        lazy_gettext("Firm"),
        [DataRequired(message=lazy_gettext("Please choose the firm."))],
        coerce=lambda value: int(value) if value else None,
    )
    kind = RadioField(
        lazy_gettext("Belongs to it as"),
        choices=MembershipKind.options,
        default=MembershipKind.employee.value,
    )
    department = line(lazy_gettext("Department"), longest=50, required=False)
    position = line(lazy_gettext("Position"), longest=50, required=False)

    def __init__(self, firms: Sequence[Firm], **more: Any) -> None:
        super().__init__(**more)
        named = [(firm.id, f"{firm.name} ({firm.shown_number})") for firm in firms]
        self.firm.choices = [("", gettext("Choose a firm")), *named] if named else []


class FirmForm(Form):
    """What is known of a firm. The number is asked for once and never changes."""

    business_number = line(
        lazy_gettext("Business number"),
        longest=14,
        description=lazy_gettext("Ten digits, for example 999-81-00015."),
        render_kw={"inputmode": "numeric"},
    )
    name = line(lazy_gettext("Name of the firm"), longest=100)
    representative = line(lazy_gettext("Representative"), longest=50, required=False)
    region_code = SelectField(lazy_gettext("Region"))
    address = line(lazy_gettext("Address"), longest=200, required=False)
    industry = line(lazy_gettext("Industry"), longest=100, required=False)
    size = SelectField(lazy_gettext("Size"), choices=FirmSize.options)
    level = SelectField(
        lazy_gettext("Smart factory"),
        choices=FactoryLevel.options,
        description=lazy_gettext("It decides, with the region, which seats the people can have."),
    )

    def __init__(self, regions: Sequence[Region], *, firm: Firm | None = None) -> None:
        super().__init__(obj=firm)
        if firm is not None:
            del self.business_number
            regions = regions if firm.region in regions else [firm.region, *regions]
        self.region_code.choices = [(region.code, region.full_name) for region in regions]

    def validate_business_number(self, field: Any) -> None:
        """The check digit must hold."""
        if not is_valid(digits_of(field.data or "")):
            raise ValidationError(number_sentence())
