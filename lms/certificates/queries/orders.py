"""Reading batches and orders, and what belongs in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Offering
from lms.certificates.models import (
    SHEETS,
    Batch,
    Certificate,
    CertificateStatus,
    Order,
    OrderKind,
    Series,
)
from lms.certificates.queries.firm import only_of_firm
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


def get_batch(batch_id: int) -> Batch:
    """What was issued in one step.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(
        Batch, batch_id, options=[joinedload(Batch.offering).joinedload(Offering.course)]
    )
    if found is None:
        raise NotFound(gettext("There is no such batch."))
    return found


def of_batch(batch: Batch) -> Sequence[Certificate]:
    """Its certificates, by number."""
    statement = (
        select(Certificate).where(Certificate.batch_id == batch.id).order_by(Certificate.serial)
    )
    return db.session.scalars(statement).all()


def batches_of(offering: Offering) -> Sequence[Batch]:
    """Batches of an offering, the newest first."""
    statement = select(Batch).where(Batch.offering_id == offering.id).order_by(Batch.id.desc())
    return db.session.scalars(statement).all()


def get_order(order_id: int) -> Order:
    """One order.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(Order, order_id)
    if found is None:
        raise NotFound(gettext("There is no such order."))
    return found


def find_order_to_make(order_id: int) -> Order | None:
    """An order that waits and whose papers are all made, or None."""
    found = db.session.get(Order, order_id, populate_existing=True)
    if found is None or found.made_at is not None:
        return None
    waits = _scope(found).where(Certificate.status == CertificateStatus.queued).exists()
    if found.kind not in (OrderKind.register, *SHEETS) and db.session.scalar(select(waits)):
        return None
    return found


def papers_of(order: Order) -> Sequence[Certificate]:
    """The issued certificates that belong in an order, by number."""
    statement = (
        _scope(order)
        .where(Certificate.status == CertificateStatus.issued)
        .join(Certificate.holder)
        .options(contains_eager(Certificate.holder))
        .order_by(Certificate.year, Certificate.serial)
    )
    return db.session.scalars(statement).all()


def papers_in(order: Order) -> Sequence[Certificate]:
    """The papers that are in a made order, as far as they still belong in it."""
    made_at = order.made_at
    return [one for one in papers_of(order) if made_at and one.made_at and one.made_at <= made_at]


def orders_for(offering_id: int) -> Sequence[int]:
    """Ids of orders that wait for the papers of an offering."""
    statement = select(Order.id).where(Order.made_at.is_(None), Order.offering_id == offering_id)
    return db.session.scalars(statement).all()


def waiting_orders(due: datetime) -> Sequence[Order]:
    """Orders placed before a moment that are not made."""
    statement = select(Order).where(Order.made_at.is_(None), Order.created_at <= due)
    return db.session.scalars(statement.order_by(Order.id)).all()


def _scope(order: Order) -> Select[Certificate]:
    """Certificates of completion that an order is about; a firm's: of those who belong to it now."""
    statement = select(Certificate).where(Certificate.series == Series.completion)
    if order.offering_id is not None:
        statement = statement.where(Certificate.offering_id == order.offering_id)
    if order.year is not None:
        statement = statement.where(Certificate.year == order.year)
    if order.firm_id is not None:
        statement = only_of_firm(statement, order.firm_id)
    return statement
