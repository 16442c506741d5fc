"""Reading firms."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.paging import Page, paged
from lms.core.searching import like_patterns
from lms.firms.groups import FactoryLevel
from lms.firms.models import Firm


def get_firm(firm_id: int) -> Firm:
    """One firm with its region.

    Raises:
        NotFound: there is none with that id.
    """
    firm = db.session.get(Firm, firm_id, options=[joinedload(Firm.region)])
    if firm is None:
        raise NotFound
    return firm


def find_firm_by_number(digits: str) -> Firm | None:
    """The firm with that business number (digits only), or None."""
    return db.session.scalars(select(Firm).where(Firm.business_number == digits)).one_or_none()


def firms(
    question: str,
    page: int,
    *,
    level: FactoryLevel | None = None,
    province: str = "",
) -> Page[Firm]:
    """Firms by name.

    Args:
        question: words or initial consonants of the name, or part of the business number.
        province: the first two digits of a region code.
    """
    statement = select(Firm).options(joinedload(Firm.region)).order_by(Firm.name, Firm.id)
    for pattern in like_patterns(question):
        statement = statement.where(Firm.search_text.like(pattern, escape="\\"))
    if level is not None:
        statement = statement.where(Firm.level == level)
    if province:
        statement = statement.where(Firm.region_code.startswith(province, autoescape=True))
    return paged(statement, page)


def all_firms() -> Sequence[Firm]:
    """Every firm by name, for choosing one."""
    return db.session.scalars(select(Firm).order_by(Firm.name, Firm.id)).all()
