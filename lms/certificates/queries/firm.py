"""Reading what a firm's managers see: papers of people who belong to the firm now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import User
from lms.certificates.models import Certificate, CertificateStatus, Download, Order, Series
from lms.core.db import db
from lms.enrolment.models import Enrolment
from lms.firms.models import Firm, Membership


def only_of_firm(statement: Select[Certificate], firm_id: int) -> Select[Certificate]:
    """Of these, the papers that were earned for a firm by people who belong to it now."""
    belongs = exists().where(
        Membership.user_id == Certificate.holder_id,
        Membership.firm_id == firm_id,
        Membership.ended_at.is_(None),
    )
    return statement.join(Enrolment, Enrolment.id == Certificate.enrolment_id).where(
        Enrolment.firm_id == firm_id, belongs
    )


def papers_of_firm(firm: Firm) -> Sequence[Certificate]:
    """Valid certificates of completion of a firm's people, the newest first."""
    statement = (
        only_of_firm(select(Certificate), firm.id)
        .join(Certificate.holder)
        .where(
            Certificate.series == Series.completion,
            Certificate.status == CertificateStatus.issued,
        )
        .options(contains_eager(Certificate.holder), joinedload(Certificate.offering))
        .order_by(Certificate.issued_on.desc(), User.name, Certificate.id)
    )
    return db.session.scalars(statement).all()


def downloads_by(user: User, firm: Firm) -> Sequence[Download]:
    """The last fifty papers of the firm's people that one of its managers has fetched."""
    ids = only_of_firm(select(Certificate), firm.id).with_only_columns(Certificate.id)
    statement = (
        select(Download)
        .where(Download.user_id == user.id, Download.certificate_id.in_(ids))
        .options(joinedload(Download.certificate))
        .order_by(Download.id.desc())
        .limit(50)
    )
    return db.session.scalars(statement).all()


def orders_of_firm(user: User, firm: Firm) -> Sequence[Order]:
    """What a manager has had put together and can still fetch or waits for, the newest first."""
    statement = (
        select(Order)
        .where(Order.firm_id == firm.id, Order.ordered_by == user.id, Order.dropped_at.is_(None))
        .order_by(Order.id.desc())
        .limit(10)
    )
    return db.session.scalars(statement).all()
