"""Kinds of excused absence: operators add them, change name and limits, and end them.

What was asked for keeps the name and the limits that it was asked under; what is decided stays.
"""

from __future__ import annotations

from sqlalchemy import select

from lms.accounts.models import User
from lms.attendance.models import ExcuseKindRow
from lms.attendance.queries import Offered, all_excuse_kinds
from lms.audit import services as audit
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Invalid
from lms.core.text import gettext


def set_excuse_kind(
    *,
    actor: User,
    known: Offered | None,
    name_ko: str,
    name_en: str,
    days: int | None,
    percent: int | None,
    document: bool,
    offered: bool = True,
) -> ExcuseKindRow:
    """Add a kind, or change one.

    Args:
        known: the kind that is changed; None: a new one.
        days, percent: at most so many days, at most so much of the course's days; None: as needed.
        offered: can it be asked for (still)?

    Raises:
        Invalid: another kind has this name.
    """
    others = [one.kind for one in all_excuse_kinds() if known is None or one.kind != known.kind]
    if any(one.ko == name_ko for one in others):
        raise Invalid({"name_ko": gettext("Another kind has this name already.")})
    row = _row(known)
    old = _values(row) if row.id else _kind_values(known)
    row.name_ko, row.name_en = name_ko, name_en
    row.days, row.percent, row.document = days, percent, document
    if offered:
        row.ended_at = None
    elif row.ended_at is None:
        row.ended_at = clock.now()
    db.session.add(row)
    audit.record(actor.id, "attendance.set_excuse_kind", row, kind=[old, _values(row)])
    return row


def _row(known: Offered | None) -> ExcuseKindRow:
    if known is not None:
        return known.row or ExcuseKindRow(code=known.kind.code)
    codes = set(db.session.scalars(select(ExcuseKindRow.code)))
    number = next(n for n in range(1, len(codes) + 2) if f"own-{n}" not in codes)
    return ExcuseKindRow(code=f"own-{number}")


def _values(row: ExcuseKindRow) -> str:
    limits = (row.name_ko, row.name_en, row.days, row.percent, row.document, row.ended_at is None)
    return _in_short(*limits)


def _kind_values(known: Offered | None) -> str:
    if known is None:
        return ""
    kind = known.kind
    return _in_short(kind.ko, kind.en, kind.days, kind.percent, kind.document, True)


def _in_short(
    ko: str, en: str, days: int | None, percent: int | None, document: bool, offered: bool
) -> str:
    """For the history: name, limits, document, whether it is offered."""
    limit = f"{days}d" if days else f"{percent}%" if percent else "-"
    both = f"{days}d {percent}%" if days and percent else limit
    return f"{ko} / {en} / {both} / {'+' if document else '-'} / {'+' if offered else '-'}"
