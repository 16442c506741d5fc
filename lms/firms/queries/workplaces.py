"""Reading workplaces."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import NotFound
from lms.firms.models import Firm, Workplace


def workplaces(firm: Firm) -> Sequence[Workplace]:
    """A firm's present workplaces besides its head office, by name."""
    statement = (
        select(Workplace)
        .where(Workplace.firm_id == firm.id, Workplace.ended_at.is_(None))
        .options(joinedload(Workplace.region))
        .order_by(Workplace.name, Workplace.id)
    )
    return db.session.scalars(statement).all()


def get_workplace(workplace_id: int) -> Workplace:
    """One workplace with its firm.

    Raises:
        NotFound: there is none with that id.
    """
    options = [joinedload(Workplace.firm), joinedload(Workplace.region)]
    found = db.session.get(Workplace, workplace_id, options=options)
    if found is None:
        raise NotFound
    return found
