"""The database: one declarative base, times as aware UTC, and transactions that say what they do.

A transaction either reads or writes. On SQLite a writing one starts with BEGIN IMMEDIATE, because
a read that turns into a write half-way loses updates (measured: 341 of 400). A reading one refuses
to write at all, so that GET never changes anything, whatever a view does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Enum, MetaData, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, registry
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator

from lms.core.status import Choice

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Naive values are refused; what comes back is aware UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone; this one is naive.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of the application."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UtcDateTime}
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def choice(kind: type[Choice]) -> Enum:
    """A column of one of our choices: VARCHAR with a CHECK, the value stored (never the name)."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


# --- transactions that say what they do --------------------------------------------------------

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class WriteWhileReading(RuntimeError):
    """Code tried to write inside a reading transaction (a GET)."""


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read; a write raises WriteWhileReading."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside may write (the default outside a request)."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def is_reading() -> bool:
    """Does the running transaction only read?"""
    return _reading.get()


@event.listens_for(Session, "before_flush")
def _refuse_flush(session: Session, *_: Any) -> None:
    if _reading.get() and (session.new or session.deleted or session.dirty):
        raise WriteWhileReading(f"{list(session.new) + list(session.dirty)}")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if _reading.get() and (state.is_insert or state.is_update or state.is_delete):
        raise WriteWhileReading(str(state.statement))


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "synchronous=FULL",  # a seat that was promised survives a power cut
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


_turns: defaultdict[str | None, Lock] = defaultdict(Lock)
"""Whose turn it is to write to a SQLite file. SQLite alone lets the others ask again and again, asleep
in between, so that an unlucky one starves (measured, four threads enrolling: the slowest waited
three seconds; taking turns, a third of one)."""

PATIENCE = 15.0
"""Seconds to wait for one's turn; the same that other processes wait (busy_timeout)."""


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _reading.get():
        connection.exec_driver_sql("BEGIN")
        return
    turn = _turns[connection.engine.url.database]
    if "turn" not in connection.info and turn.acquire(timeout=PATIENCE):
        connection.info["turn"] = turn
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Pool, "checkin")
def _give_turn(_: Any, record: Any) -> None:
    turn = record.info.pop("turn", None)
    if turn is not None:
        turn.release()


# --- after the commit --------------------------------------------------------------------------


def after_commit(call: Callable[[], None]) -> None:
    """Do something once the running transaction is safely committed; a rollback forgets it."""
    db.session.info.setdefault("after_commit", []).append(call)


def commit() -> None:
    """Commit, then do what waited for it. Called by the gate, the worker and the CLI only."""
    db.session.commit()
    for call in db.session.info.pop("after_commit", []):
        call()


def rollback() -> None:
    """Forget everything since the transaction began, and what waited for its commit."""
    if db.session.registry.has():  # a page that asked the database nothing has no session
        db.session.info.pop("after_commit", None)
        db.session.rollback()
