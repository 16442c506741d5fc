"""Reading regions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from lms.core.db import db
from lms.firms.models import Firm, Region


def choosable_regions(day: date) -> list[Region]:
    """Regions a firm's address can lie in on a day: cities and counties, and provinces without any.

    A district (일반구) is left out, since it rolls up to its city.
    """
    statement = (
        select(Region)
        .where(
            Region.rolls_up_to.is_(None),
            or_(Region.valid_from.is_(None), Region.valid_from <= day),
            or_(Region.valid_until.is_(None), Region.valid_until >= day),
        )
        .order_by(Region.code)
    )
    found = db.session.scalars(statement).all()
    with_cities = {region.code[:2] for region in found if not region.code.endswith("000")}
    return [r for r in found if not (r.code.endswith("000") and r.code[:2] in with_cities)]


def provinces() -> list[tuple[str, str]]:
    """(first two digits, name) of every province that a firm lies in, by code."""
    statement = select(Region).join(Firm, Firm.region_code == Region.code).distinct()
    found = {region.code[:2]: region.province for region in db.session.scalars(statement)}
    return sorted(found.items())
