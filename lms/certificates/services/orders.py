"""Orders: what the worker puts together from papers and register, to be fetched later."""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.audit import services as audit
from lms.catalogue.models import Offering
from lms.certificates.models import Order, OrderKind
from lms.core import clock
from lms.core.db import db
from lms.firms.models import Firm
from lms.jobs.queue import hand_over

ORDER_JOB = "certificates.put_together"


def order(
    *,
    actor: User,
    kind: OrderKind,
    offering: Offering | None = None,
    firm: Firm | None = None,
    year: int | None = None,
) -> Order:
    """Have something put together: of an offering, of a firm's people, or a year's register.

    Ordering the same again while the first is not made gives the first.
    """
    found = _waiting(actor, kind, offering, firm, year)
    if found is not None:
        hand_over(ORDER_JOB, found.id)
        return found
    placed = Order(
        kind=kind,
        offering_id=offering.id if offering else None,
        firm_id=firm.id if firm else None,
        year=year,
        ordered_by=actor.id,
        created_at=clock.now(),
        papers=0,
        tries=0,
        problem="",
    )
    db.session.add(placed)
    db.session.flush()
    audit.record(actor.id, "certificates.order", placed, kind=kind.value)
    hand_over(ORDER_JOB, placed.id)
    return placed


def _waiting(
    actor: User, kind: OrderKind, offering: Offering | None, firm: Firm | None, year: int | None
) -> Order | None:
    statement = select(Order).where(
        Order.kind == kind,
        Order.ordered_by == actor.id,
        Order.made_at.is_(None),
        Order.offering_id == offering.id if offering else Order.offering_id.is_(None),
        Order.firm_id == firm.id if firm else Order.firm_id.is_(None),
        Order.year == year if year else Order.year.is_(None),
    )
    return db.session.scalars(statement).first()


def settle_order(order_id: int, *, key: str, size: int, papers: int) -> bool:
    """It is put together and kept under `key`. Twice is harmless; False: it was settled before."""
    held = _locked(order_id)
    if held is None or held.made_at is not None:
        return False
    held.made_at = clock.now()
    held.file_key, held.file_size, held.papers = key, size, papers
    held.problem = ""
    audit.record(None, "certificates.put_together", held, sha256=key, bytes=size)
    return True


def settle_order_problem(order_id: int, problem: str) -> None:
    """It could not be put together: the row says why and is tried again later."""
    held = _locked(order_id)
    if held is not None and held.made_at is None:
        held.tries += 1
        held.problem = problem[:500]


def _locked(order_id: int) -> Order | None:
    statement = select(Order).where(Order.id == order_id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
