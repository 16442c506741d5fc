"""Reading the audit."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from lms.audit.models import AuditEntry
from lms.core.db import db


def history(subject_type: str, subject_id: int) -> Sequence[AuditEntry]:
    """Everything that was done to one row, oldest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id)
    )
    return db.session.scalars(statement).all()


def version_of_data() -> int:
    """A number that grows with each write, since each write leaves one audit entry."""
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0
