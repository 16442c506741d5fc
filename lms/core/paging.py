"""A long list, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from lms.core.db import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its rows, its number (from 1), rows a page, and rows in all."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def paged(statement: Select[Any], number: int, size: int = 20) -> Page[Any]:
    """Run a select for one page, in two queries; a number past the end gives an empty page."""
    number = max(1, number)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    rows = db.session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, number, size, total or 0)


def page_of(rows: Sequence[T], number: int, size: int = 20) -> Page[T]:
    """A page of rows that are read already; a number past the end gives an empty page."""
    number = max(1, number)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))
