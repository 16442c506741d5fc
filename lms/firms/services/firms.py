"""Writing firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.searching import search_text
from lms.core.text import gettext
from lms.firms.business_number import digits_of, is_valid, shown
from lms.firms.groups import FactoryLevel
from lms.firms.kinds import FirmKind
from lms.firms.models import (
    SEARCHED,
    Firm,
    FirmSize,
    FirmStatus,
)
from lms.firms.services.registration_steps import turn_into_joins
from lms.firms.wording import number_sentence

EDITABLE = (
    "name", "kind", "representative", "region_code", "address", "industry", "size", "level",
)  # fmt: skip


@dataclass(frozen=True)
class FirmFacts:
    """What is known of a firm besides its number. The region is one that is loaded (five digits)."""

    name: str
    region_code: str
    kind: FirmKind = FirmKind.corporation
    representative: str = ""
    address: str = ""
    industry: str = ""
    size: FirmSize = FirmSize.small
    level: FactoryLevel = FactoryLevel.none


def register_firm(*, actor: User, business_number: str, facts: FirmFacts) -> Firm:
    """Put a firm on the books; an operator does it, so it is approved at once.

    Whoever has an open registration of the same firm asks to join it from now on.

    Args:
        business_number: 사업자등록번호 with or without hyphens.

    Raises:
        Invalid: the number's check digit is wrong.
        Refused: the number is known already.
    """
    firm = enter_firm(actor=actor, business_number=business_number, facts=facts)
    turn_into_joins(firm)
    return firm


def enter_firm(*, actor: User, business_number: str, facts: FirmFacts) -> Firm:
    """The same for a firm whose registrations the caller looks after.

    Raises:
        Invalid, Refused: as for `register_firm`.
    """
    digits = digits_of(business_number)
    if not is_valid(digits):
        raise Invalid({"business_number": number_sentence(digits)})
    firm = Firm(
        business_number=digits,
        status=FirmStatus.approved,
        created_at=clock.now(),
        search_text=_search_text(facts.name, digits),
        **vars(facts),
    )
    try:
        with db.session.begin_nested():
            db.session.add(firm)
            db.session.flush()
    except IntegrityError as error:
        raise Refused(
            "firm-known",
            gettext("A firm with the number %(number)s is already here.", number=shown(digits)),
        ) from error
    audit.record(actor.id, "firm.register", firm, name=firm.name, business_number=digits)
    return firm


def update_firm(*, actor: User, firm: Firm, **values: Any) -> None:
    """Change what is known of a firm; `values` are columns of EDITABLE. The number never changes."""
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {unknown}")
    changed: dict[str, Any] = {
        name: [getattr(firm, name), value]
        for name, value in values.items()
        if getattr(firm, name) != value
    }
    if not changed:
        return
    for name, value in values.items():
        setattr(firm, name, value)
    firm.search_text = _search_text(firm.name, firm.business_number)
    audit.record(actor.id, "firm.update", firm, **changed)


def set_absence_notice(*, actor: User, firm: Firm, wanted: bool) -> None:
    """Say whether the firm's managers want a mail on the day when one of its people is absent."""
    if firm.absence_notice != wanted:
        firm.absence_notice = wanted
        audit.record(actor.id, "firm.absence_notice", firm, wanted=wanted)


def _search_text(name: str, digits: str) -> str:
    return search_text(digits, shown(digits), name)[:SEARCHED]
