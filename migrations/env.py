"""How Alembic reaches our database: through the application, on SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from lms.core.db import Base, db

LOCK = 4_201_983  # any number, the same for all: one migration at a time on PostgreSQL


@contextmanager
def _tables_may_be_copied(connection: Connection) -> Iterator[None]:
    """On SQLite: dropping a table that others refer to is allowed while its copy takes its place.

    The pragmas work outside a transaction only, so they go past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA legacy_alter_table=ON")
    try:
        yield
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        raw.execute("PRAGMA legacy_alter_table=OFF")
        raw.execute("PRAGMA foreign_keys=ON")
    if broken:
        raise RuntimeError(f"After the migration rows refer to nothing: {broken[:5]}")


def run() -> None:
    """Run what was asked for in one transaction."""
    with db.engine.connect() as connection, _tables_may_be_copied(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            context.run_migrations()
        connection.commit()


run()
