"""Kinds of excused absence as they are now: the academy's own over those to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from lms.attendance.excuse_kinds import KINDS, ExcuseKind
from lms.attendance.models import ExcuseKindRow
from lms.core.db import db
from lms.core.errors import NotFound
from lms.core.text import gettext


@dataclass(frozen=True)
class Offered:
    """One kind, and whether it is offered (still)."""

    kind: ExcuseKind
    row: ExcuseKindRow | None

    @property
    def ended(self) -> bool:
        """Is it offered no longer?"""
        return self.row is not None and self.row.ended_at is not None


def all_excuse_kinds() -> list[Offered]:
    """Every kind, those to begin with first, in their order."""
    rows = {row.code: row for row in db.session.scalars(select(ExcuseKindRow))}
    known = [Offered(_kind(rows.get(code)) or kind, rows.get(code)) for code, kind in KINDS.items()]
    added = sorted((row for code, row in rows.items() if code not in KINDS), key=lambda row: row.id)
    return [*known, *(Offered(_of(row), row) for row in added)]


def excuse_kinds() -> dict[str, ExcuseKind]:
    """Those that can be asked for now, by code."""
    return {one.kind.code: one.kind for one in all_excuse_kinds() if not one.ended}


def get_excuse_kind(code: str) -> Offered:
    """One kind.

    Raises:
        NotFound: there is none.
    """
    for one in all_excuse_kinds():
        if one.kind.code == code:
            return one
    raise NotFound(gettext("There is no such kind."))


def _kind(row: ExcuseKindRow | None) -> ExcuseKind | None:
    return _of(row) if row else None


def _of(row: ExcuseKindRow) -> ExcuseKind:
    return ExcuseKind(
        code=row.code,
        ko=row.name_ko,
        en=row.name_en,
        days=row.days,
        percent=row.percent,
        document=row.document,
    )
