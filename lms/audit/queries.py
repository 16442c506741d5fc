"""Reading the audit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from lms.audit.models import AccessEntry, AuditEntry
from lms.core import clock
from lms.core.db import db
from lms.core.paging import Page, paged


def history(subject_type: str, subject_id: int) -> Sequence[AuditEntry]:
    """Everything that was done to one row, oldest first."""
    statement = (
        select(AuditEntry)
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id)
    )
    return db.session.scalars(statement).all()


def joint_history(subjects: Mapping[str, Collection[int]]) -> Sequence[AuditEntry]:
    """Everything that was done to rows of several tables, oldest first. One query.

    Args:
        subjects: ids by table.
    """
    theirs = (
        and_(AuditEntry.subject_type == table, AuditEntry.subject_id.in_(ids))
        for table, ids in subjects.items()
    )
    statement = select(AuditEntry).where(or_(*theirs)).order_by(AuditEntry.id)
    return db.session.scalars(statement).all()


def last_changes(subject_type: str, ids: Collection[int]) -> dict[int, datetime]:
    """When each row was written last, by id. One query."""
    statement = (
        select(AuditEntry.subject_id, func.max(AuditEntry.at))
        .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id.in_(ids))
        .group_by(AuditEntry.subject_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def version_of_data() -> int:
    """A number that grows with each write, since each write leaves one audit entry.

    Asked for at nearly every page a visitor opens, so it goes past the session: a bare statement
    on a connection of its own costs a fifth of that.
    """
    with db.engine.connect() as connection:
        return connection.exec_driver_sql("SELECT max(id) FROM audit_entries").scalar() or 0


def entries(*, area: str, actor_id: int | None, on: date | None, page: int) -> Page[AuditEntry]:
    """Writes, the newest first.

    Args:
        area: what the action begins with, e.g. "enrolment"; "" for all.
        actor_id: who did it; None for all.
        on: a day in Seoul; None for all.
    """
    statement = select(AuditEntry).order_by(AuditEntry.id.desc())
    if area:
        statement = statement.where(AuditEntry.action.startswith(f"{area}.", autoescape=True))
    if actor_id is not None:
        statement = statement.where(AuditEntry.actor_id == actor_id)
    if on is not None:
        start, end = clock.day_bounds(on)
        statement = statement.where(AuditEntry.at >= start, AuditEntry.at < end)
    return paged(statement, page)


def accesses(*, area: str, actor_id: int | None, on: date | None, page: int) -> Page[AccessEntry]:
    """Looks at personal data, the newest first; the arguments are those of `entries`."""
    statement = select(AccessEntry).order_by(AccessEntry.id.desc())
    if area:
        statement = statement.where(AccessEntry.action.startswith(f"{area}.", autoescape=True))
    if actor_id is not None:
        statement = statement.where(AccessEntry.actor_id == actor_id)
    if on is not None:
        start, end = clock.day_bounds(on)
        statement = statement.where(AccessEntry.at >= start, AccessEntry.at < end)
    return paged(statement, page)
