"""Reading what is no longer to be kept, and what was destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Offering
from lms.certificates.keeping import over_since
from lms.certificates.models import Certificate, CertificateStatus, Destruction, Order
from lms.core import clock
from lms.core.db import db
from lms.core.paging import Page, paged
from lms.core.settings import settings

ORDERS_KEPT = timedelta(days=30)
"""How long the file of an order is kept: it is a copy of many people's papers."""


def kept_since() -> date:
    """Papers of courses that ended on this day or before are no longer kept."""
    return over_since(clock.today(), settings().certificate_years)


def to_erase(limit: int) -> Sequence[Certificate]:
    """Made papers whose keeping time is over and that still tell whose they are, locked."""
    statement = (
        select(Certificate)
        .join(Offering)
        .where(
            Certificate.erased_at.is_(None),
            Certificate.status != CertificateStatus.queued,
            Offering.ends_on <= kept_since(),
        )
        .order_by(Certificate.id)
        .limit(limit)
        .with_for_update(of=Certificate, skip_locked=True)
    )
    return db.session.scalars(statement).all()


def to_be_erased_by(day: date) -> int:
    """How many papers have to be destroyed up to a day."""
    last = over_since(day, settings().certificate_years)
    statement = (
        select(func.count(Certificate.id))
        .join(Offering)
        .where(Certificate.erased_at.is_(None), Offering.ends_on <= last)
    )
    return db.session.scalar(statement) or 0


def destructions(page: int) -> Page[Destruction]:
    """What was destroyed, the newest first."""
    statement = (
        select(Destruction)
        .options(joinedload(Destruction.certificate).joinedload(Certificate.offering))
        .order_by(Destruction.destroyed_at.desc(), Destruction.id.desc())
    )
    return paged(statement, page)


def find_file_to_remove(destruction_id: int) -> str | None:
    """The key of the file that is still to be destroyed; None: it is gone, or there never was one."""
    statement = (
        select(Certificate.file_key)
        .join(Destruction, Destruction.certificate_id == Certificate.id)
        .where(Destruction.id == destruction_id, Destruction.file_gone_at.is_(None))
    )
    return db.session.scalar(statement)


def files_to_remove(due: datetime) -> Sequence[int]:
    """Ids of destructions from before a moment whose file is still to go."""
    statement = select(Destruction.id).where(
        Destruction.file_gone_at.is_(None), Destruction.destroyed_at <= due
    )
    return db.session.scalars(statement).all()


def orders_to_drop(limit: int) -> Sequence[Order]:
    """Made orders whose file has been kept long enough."""
    statement = (
        select(Order)
        .where(Order.dropped_at.is_(None), Order.made_at <= clock.now() - ORDERS_KEPT)
        .order_by(Order.id)
        .limit(limit)
    )
    return db.session.scalars(statement).all()


def find_order_file_to_remove(order_id: int) -> str | None:
    """The key of a dropped order's file, unless an order that is not dropped has the same bytes."""
    key = db.session.scalar(
        select(Order.file_key).where(Order.id == order_id, Order.dropped_at.is_not(None))
    )
    others = select(Order.id).where(Order.file_key == key, Order.dropped_at.is_(None))
    return None if key is None or db.session.scalar(others.limit(1)) else key


def order_files_to_remove(due: datetime) -> Sequence[int]:
    """Ids of dropped orders from before a moment that still have a file."""
    statement = select(Order.id).where(Order.dropped_at <= due, Order.file_key.is_not(None))
    return db.session.scalars(statement).all()


def is_in_use(key: str) -> bool:
    """Whether a paper, or an order that is not dropped, has the file of this key."""
    paper = select(Certificate.id).where(Certificate.file_key == key)
    order = select(Order.id).where(Order.file_key == key, Order.dropped_at.is_(None))
    return db.session.scalar(union_all(paper, order).limit(1)) is not None


def beyond_keeping(day: date) -> Sequence[str]:
    """Numbers of papers that tell of a person although they were to be destroyed up to a day, and of
    erased ones that still do."""
    last = over_since(day, settings().certificate_years)
    late = (Certificate.erased_at.is_(None)) & (Offering.ends_on <= last)
    statement = (
        select(Certificate.number)
        .join(Offering)
        .where(
            Certificate.status != CertificateStatus.queued,
            or_(late, Certificate.erased_at.is_not(None) & Certificate.holder_id.is_not(None)),
        )
        .order_by(Certificate.id)
    )
    return db.session.scalars(statement).all()
