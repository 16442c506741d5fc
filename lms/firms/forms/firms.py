"""Forms of firms, their workplaces and who belongs to them at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, ValidationError

from lms.core.forms import FILL_IN, Form, line
from lms.core.text import gettext, lazy_gettext
from lms.firms.business_number import digits_of, is_valid
from lms.firms.groups import FactoryLevel
from lms.firms.kinds import FirmKind
from lms.firms.models import Firm, FirmSize, MembershipKind, Region, Workplace
from lms.firms.services import FirmFacts, WorkplaceValues
from lms.firms.wording import number_sentence


def sound_number(_: Any, field: Any) -> None:
    """The check digit must hold."""
    digits = digits_of(field.data or "")
    if not is_valid(digits):
        raise ValidationError(number_sentence(digits))


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


class FirmFactsForm(Form):
    """What is known of a firm besides its number."""

    name = line(lazy_gettext("Name of the firm"), longest=100)
    kind = SelectField(lazy_gettext("Kind of firm"), choices=FirmKind.options)
    representative = line(lazy_gettext("Representative"), longest=50, required=False)
    region_code = SelectField(lazy_gettext("Region"), [DataRequired(message=FILL_IN)])
    address = line(lazy_gettext("Address"), longest=200, required=False)
    industry = line(lazy_gettext("Industry"), longest=100, required=False)
    size = SelectField(lazy_gettext("Size"), choices=FirmSize.options)
    level = SelectField(
        lazy_gettext("Smart factory"),
        choices=FactoryLevel.options,
        description=lazy_gettext("It decides, with the region, which seats the people can have."),
    )

    def offer(self, regions: Sequence[Region], present: Region | None = None) -> None:
        """Let the form choose among regions; a present one that is none of them stays possible."""
        self.region_code.choices = _region_choices(regions, present)

    def facts(self) -> FirmFacts:
        """What was typed."""
        return FirmFacts(
            name=self.name.data or "",
            kind=FirmKind(self.kind.data),
            representative=self.representative.data or "",
            region_code=self.region_code.data,
            address=self.address.data or "",
            industry=self.industry.data or "",
            size=FirmSize(self.size.data),
            level=FactoryLevel(self.level.data),
        )


class FirmForm(FirmFactsForm):
    """A firm at the desk. The number is asked for once and never changes."""

    business_number = line(
        lazy_gettext("Business number"),
        longest=14,
        description=lazy_gettext("Ten digits, for example 999-81-00015."),
        render_kw={"inputmode": "numeric"},
        validators=(sound_number,),
    )

    def __init__(self, regions: Sequence[Region], *, firm: Firm | None = None) -> None:
        super().__init__(obj=firm)
        if firm is not None:
            del self.business_number
        self.offer(regions, firm.region if firm is not None else None)


class OwnFirmForm(Form):
    """What a training manager may change of the own firm; the rest decides seats."""

    representative = line(lazy_gettext("Representative"), longest=50, required=False)
    industry = line(lazy_gettext("Industry"), longest=100, required=False)
    size = SelectField(lazy_gettext("Size"), choices=FirmSize.options)


class WorkplaceForm(Form):
    """A workplace besides the head office."""

    name = line(
        lazy_gettext("Name of the workplace"),
        longest=100,
        description=lazy_gettext("For example: Asan plant."),
    )
    number = line(
        lazy_gettext("Number of the workplace"),
        longest=4,
        required=False,
        description=lazy_gettext("Four digits given by the tax office, if there is one."),
        render_kw={"inputmode": "numeric"},
    )
    region_code = SelectField(lazy_gettext("Region"), [DataRequired(message=FILL_IN)])
    address = line(lazy_gettext("Address"), longest=200, required=False)

    def __init__(self, regions: Sequence[Region], *, workplace: Workplace | None = None) -> None:
        super().__init__(obj=workplace)
        self.region_code.choices = _region_choices(
            regions, workplace.region if workplace is not None else None
        )

    def values(self) -> WorkplaceValues:
        """What was typed."""
        return WorkplaceValues(
            name=self.name.data or "",
            number=self.number.data or "",
            region_code=self.region_code.data,
            address=self.address.data or "",
        )

    def blame(self, errors: Mapping[str, str]) -> None:
        """Show what the service found wrong beside the fields."""
        for name, sentence in errors.items():
            self[name].errors = [*self[name].errors, sentence]


def _region_choices(regions: Sequence[Region], present: Region | None) -> list[tuple[str, str]]:
    """Nothing is chosen beforehand, for a region decides seats; what is there now can stay."""
    if present is None:
        first = [("", gettext("Choose the city or county"))]
    else:
        first = [] if present in regions else [(present.code, present.full_name)]
    return first + [(region.code, region.full_name) for region in regions]
