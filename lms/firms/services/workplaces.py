"""Workplaces of firms: opened, changed, closed by operators, since a region decides seats."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lms.accounts.models import User
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid, Refused
from lms.core.text import gettext, ngettext
from lms.firms.models import Firm, Membership, Workplace


@dataclass(frozen=True)
class WorkplaceValues:
    """What is known of a workplace. `number`: four digits (종사업장번호) or nothing."""

    name: str
    region_code: str
    number: str = ""
    address: str = ""


def open_workplace(*, actor: User, firm: Firm, values: WorkplaceValues) -> Workplace:
    """Add a workplace to a firm.

    Raises:
        Invalid: the number has no four digits, or the firm has another of that name or number; names
            the field.
    """
    _check(firm.id, values, None)
    place = Workplace(firm_id=firm.id, created_at=clock.now(), **asdict(values))
    _keep(place)
    audit.record(actor.id, "workplace.open", place, firm=firm.id, **asdict(values))
    return place


def update_workplace(*, actor: User, workplace: Workplace, values: WorkplaceValues) -> None:
    """Change what is known of a workplace. A new region holds for applications from now on.

    Raises:
        Invalid: as for `open_workplace`.
        Refused: it is closed.
    """
    _check_open(workplace)
    _check(workplace.firm_id, values, workplace.id)
    changed: dict[str, Any] = {
        name: [getattr(workplace, name), value]
        for name, value in asdict(values).items()
        if getattr(workplace, name) != value
    }
    if not changed:
        return
    for name, value in asdict(values).items():
        setattr(workplace, name, value)
    _keep(workplace)
    db.session.expire(workplace, ["region"])
    audit.record(actor.id, "workplace.update", workplace, firm=workplace.firm_id, **changed)


def close_workplace(*, actor: User, workplace: Workplace) -> None:
    """Close a workplace where nobody works any more. Twice is harmless.

    Raises:
        Refused: people work there still; they would silently change their seat group.
    """
    db.session.refresh(workplace, with_for_update={"of": Workplace})
    if workplace.ended_at is not None:
        return
    people = db.session.scalar(
        select(func.count(Membership.id)).where(
            Membership.workplace_id == workplace.id, Membership.ended_at.is_(None)
        )
    )
    if people:
        sentence = ngettext(
            "%(num)s person works there. Please give this person another workplace first.",
            "%(num)s people work there. Please give them another workplace first.",
            people,
        )
        raise Refused("in-use", sentence)
    workplace.ended_at = clock.now()
    audit.record(actor.id, "workplace.close", workplace, firm=workplace.firm_id)


def _check(firm_id: int, values: WorkplaceValues, own_id: int | None) -> None:
    number = values.number
    if number and not (len(number) == 4 and number.isascii() and number.isdecimal()):
        raise Invalid({"number": gettext("The workplace's number has four digits, such as 0001.")})
    others = db.session.scalars(
        select(Workplace).where(Workplace.firm_id == firm_id, Workplace.ended_at.is_(None))
    ).all()
    for other in others:
        if other.id == own_id:
            continue
        if other.name == values.name:
            raise Invalid({"name": _name_taken()})
        if number and other.number == number:
            raise Invalid({"number": gettext("The firm has another workplace of this number.")})


def _keep(place: Workplace) -> None:
    """Write it; somebody else may have added the same at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(place)
            db.session.flush()
    except IntegrityError as error:
        raise Invalid({"name": _name_taken()}) from error


def _check_open(place: Workplace) -> None:
    if place.ended_at is not None:
        raise Refused("closed", gettext("This workplace is closed."))


def _name_taken() -> str:
    return gettext("The firm has another workplace of this name.")
