"""Statements that are run for every seat given: made once, run past SQLAlchemy's layers.

SQLAlchemy still writes the SQL and converts the values both ways; what is left out is what it does
at each execution. Measured on SQLite: 9 instead of 31 µs a statement.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import Session

from lms.core.db import WriteWhileReading, db, is_reading

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


class _Made:
    """A statement in the words of one database."""

    def __init__(self, statement: Any, dialect: Dialect, names: list[str]) -> None:
        compiled = statement.compile(
            dialect=dialect, column_keys=names if statement.is_dml else None
        )
        if compiled.post_compile_params or getattr(compiled, "insert_prefetch", ()):
            raise ValueError(f"Only a statement whose values are all given fits here: {statement}")
        self.sql = str(compiled)
        self.order: list[str] | None = compiled.positiontup if compiled.positional else None
        binds = [(name, bind) for bind, name in compiled.bind_names.items()]
        kinds = [(name, bind.type.dialect_impl(dialect)) for name, bind in binds]
        made = [(name, kind.bind_processor(dialect)) for name, kind in kinds]
        self.convert: dict[str, Convert] = {name: call for name, call in made if call}
        self.fixed = {name: bind.effective_value for name, bind in binds if not bind.required}
        self.answers = [column.type.dialect_impl(dialect) for column in statement.exported_columns]
        self.columns: list[tuple[int, Convert]] | None = None

    def parameters(self, values: dict[str, Any]) -> Any:
        """The values as the driver wants them."""
        given = {**self.fixed, **values}
        for name, convert in self.convert.items():
            given[name] = convert(given[name])
        return given if self.order is None else [given[name] for name in self.order]

    def rows(self, cursor: Any, dialect: Dialect) -> list[Row]:
        """What came back, with the columns' own Python values."""
        if not self.answers:
            return []
        if self.columns is None:
            pairs = zip(self.answers, cursor.description, strict=True)
            made = [kind.result_processor(dialect, column[1]) for kind, column in pairs]
            self.columns = [(place, call) for place, call in enumerate(made) if call]
        return [self._converted(row) for row in cursor.fetchall()]

    def _converted(self, row: Row) -> Row:
        values = list(row)
        for place, convert in self.columns or ():
            values[place] = convert(values[place])
        return tuple(values)


_CONNECTION = "connection"
_made: WeakKeyDictionary[Any, dict[str, _Made]] = WeakKeyDictionary()


def run(statement: Executable, values: dict[str, Any]) -> list[Row]:
    """Run a statement in the session's transaction, and give its rows back, if it has any.

    Args:
        statement: one that lives as long as the program, over plain tables, with bindparam() for
            what changes and a fixed number of values (no IN of a list).
        values: by the names of its parameters, an INSERT's by the names of its columns.

    Raises:
        WriteWhileReading: the statement writes, and this transaction only reads.
    """
    if is_reading() and statement.is_dml:
        raise WriteWhileReading(str(statement))
    connection = _connection(db.session())
    made = _in_words_of(connection.dialect, statement, values)
    parameters = made.parameters(values)
    cursor = connection.connection.cursor()
    try:
        for listener in connection.dispatch.before_cursor_execute:
            listener(connection, cursor, made.sql, parameters, None, False)
        return _execute(connection, cursor, made, parameters)
    finally:
        cursor.close()


def value(statement: Executable, values: dict[str, Any]) -> Any:
    """The first column of the first row, or None when there is none; else as `run`."""
    rows = run(statement, values)
    return rows[0][0] if rows else None


def _connection(session: Session) -> Connection:
    """The transaction's connection; asking the session for it anew costs as much as the statement."""
    known: Connection | None = session.info.get(_CONNECTION)
    if known is None or known.closed or not known.in_transaction():
        known = session.info[_CONNECTION] = session.connection()
    return known


def _in_words_of(dialect: Dialect, statement: Any, values: dict[str, Any]) -> _Made:
    kinds = _made.setdefault(statement, {})
    if dialect.name not in kinds:
        kinds[dialect.name] = _Made(statement, dialect, list(values))
    return kinds[dialect.name]


def _execute(connection: Connection, cursor: Any, made: _Made, parameters: Any) -> list[Row]:
    """Errors come as SQLAlchemy's own, and a broken connection leaves the pool."""
    try:
        cursor.execute(made.sql, parameters)
        return made.rows(cursor, connection.dialect)
    except Exception as error:
        connection._handle_dbapi_exception(error, made.sql, parameters, cursor, None)
        raise
